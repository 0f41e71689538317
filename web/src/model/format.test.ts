import { expect, test } from 'vitest';
import { bytes, decimal, integer, interval, percent, plural, points, short, signed, signedPercent } from './format';

test.each([
  [integer(105400), '105,400'],
  [percent(0.5632), '56.3 %'],
  [percent(0.9995), '99.95 %'],
  [percent(1), '100 %'],
  [percent(0.999999), '>99.99 %'],
  [percent(0.000001), '<0.01 %'],
  [percent(0.9999, 0), '>99 %'],
  [percent(0), '0 %'],
  [percent(0.0025), '0.25 %'],
  [interval({ value: 0.5, low: 0.45, high: 0.55 }), '50.0 % (45.0–55.0)'],
  [decimal(-0.001), '0.00'],
  [decimal(-1.5, 1), '−1.5'],
  [signed(0.25), '+0.25'],
  [signed(-0.25), '−0.25'],
  [signed(0.0001), '0.00'],
  [signedPercent(0.123), '+12 %'],
  [signedPercent(-0.5), '−50 %'],
  [signedPercent(0), '0 %'],
  [points({ value: 0.012, low: -0.004, high: 0.02 }), '+1.2 points (−0.4 to +2.0)'],
  [short(105400), '105.4 k'],
  [short(1200), '1.2 k'],
  [plural(1, 'program'), '1 program'],
  [plural(2, 'program'), '2 programs'],
  [bytes(1234), '1 kB'],
])('%s is written as %s', (written, expected) => {
  expect(written).toBe(expected);
});
