import { expect, test } from 'vitest';
import { curveColors, firstCurves } from './curves';

test('all curves are shown where a panel can hold them', () => {
  expect(firstCurves(6, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(firstCurves(0, 6)).toEqual([]);
});

test('else the first two, and others to the last, each once', () => {
  for (let count = 7; count < 40; count++) {
    const shown = firstCurves(count, 6);
    expect(new Set(shown).size).toBe(6);
    expect(shown.slice(0, 2)).toEqual([0, 1]);
    expect(shown.at(-1)).toBe(count - 1);
    expect([...shown].sort((a, b) => a - b)).toEqual(shown);
  }
});

test('curves that are shown first have a colour each', () => {
  const colors = curveColors(14, 6);
  const first = firstCurves(14, 6).map((at) => colors[at]);
  expect(new Set(first).size).toBe(6);
  expect(colors.every((color) => color >= 1 && color <= 8)).toBe(true);
});
