import { expect, test } from 'vitest';
import { rowNames, textWidth, widest, wrapped } from './measure';

const style = { size: 10 };

test('a text is broken between words, and loses nothing', () => {
  const text = 'answer on line 1 · 2 hops · n = 4,000';
  for (const width of [30, 60, 90, 400]) {
    const lines = wrapped(text, width, style);
    expect(lines.join('').replaceAll('\u00a0', ' ').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    for (const line of lines) expect(textWidth(line, style)).toBeLessThanOrEqual(Math.max(width, 2 * 5.6));
  }
  expect(wrapped(text, 400, style)).toHaveLength(1);
  expect(wrapped('solved by 98 %', 60, style).at(-1)).toContain('98\u00a0%');
});

test('a word wider than a line is broken inside', () => {
  expect(wrapped('abcdefghij', 30, style).join('')).toBe('abcdefghij');
  expect(wrapped('', 30, style)).toEqual([]);
});

test('names of rows stand beside them where there is room, else above, whole in both cases', () => {
  const names = ['one', 'a much longer name of a row that needs its room'];
  const wide = rowNames(names, 1000, style);
  expect(wide.above).toBe(false);
  expect(wide.left).toBeGreaterThan(widest(names, style));
  expect(wide.extra(1)).toBe(0);
  const narrow = rowNames(names, 300, style);
  expect(narrow.above).toBe(true);
  expect(narrow.extra(1)).toBeGreaterThanOrEqual(narrow.lineHeight);
  expect(narrow.lines[1]?.join(' ')).toBe(names[1]);
});
