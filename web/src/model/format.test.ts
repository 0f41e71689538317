import { expect, test } from 'vitest';
import { bytes, decimal, integer, interval, percent, plural, points, range, sharesOnAxis, short, signed, signedPercent, unbroken, unbrokenIn, withoutSign } from './format';

test.each([
  [integer(105400), '105,400'],
  [percent(0.5632), '56.3\u00a0%'],
  [percent(0.9995), '99.95\u00a0%'],
  [percent(1), '100\u00a0%'],
  [percent(0.999999), '>99.99\u00a0%'],
  [percent(0.000001), '<0.01\u00a0%'],
  [percent(0.9999, 0), '>99\u00a0%'],
  [percent(0), '0\u00a0%'],
  [percent(0.0025), '0.25\u00a0%'],
  [interval({ value: 0.5, low: 0.45, high: 0.55 }), '50.0\u00a0% (45.0–55.0)'],
  [decimal(-0.001), '0.00'],
  [decimal(-1.5, 1), '−1.5'],
  [signed(0.25), '+0.25'],
  [signed(-0.25), '−0.25'],
  [signed(0.0001), '0.00'],
  [signedPercent(0.123), '+12\u00a0%'],
  [signedPercent(-0.5), '−50\u00a0%'],
  [signedPercent(0), '0\u00a0%'],
  [points({ value: 0.012, low: -0.004, high: 0.02 }), '+1.2\u00a0points (−0.4 to +2.0)'],
  [short(105400), '105.4\u00a0k'],
  [short(1200), '1.2\u00a0k'],
  [plural(1, 'program'), '1 program'],
  [plural(2, 'program'), '2 programs'],
  [bytes(1234), '1\u00a0kB'],
])('%s is written as %s', (written, expected) => {
  expect(written).toBe(expected);
});

test('no line can end between a number and its sign or unit, whoever wrote it', () => {
  const share = { value: 0.5, low: 0.45, high: 0.55 };
  for (const written of [percent(0.5), percent(0.00001), percent(0.99999), interval(share), range(share), signedPercent(-0.5), points(share), sharesOnAxis([0, 0.5])(0.5), short(1_200_000), bytes(2_000_000)]) {
    expect(written).not.toMatch(/\d (?:[%kMB]|points)/u);
  }
  expect(unbroken('at least 99.9 %, 20 points of 10 % of 5 %-wide bands, a % b')).toBe('at least 99.9\u00a0%, 20\u00a0points of 10\u00a0% of 5\u00a0%-wide bands, a % b');
  expect(unbrokenIn({ rule: ['over 90 %'], n: 5 })).toEqual({ rule: ['over 90\u00a0%'], n: 5 });
  expect(withoutSign(percent(0.5))).toBe('50.0');
});
