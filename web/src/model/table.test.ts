import { expect, test } from 'vitest';
import { percents, shareCells, shareHeads, shownCell, toCsv, withStep } from './table';

test('a CSV keeps every digit and quotes what needs it', () => {
  const table = { columns: [{ label: 'step' }, { label: 'says "no", once' }], rows: [[1, 0.1234567890123], [2, 'a\nb'], [3, null]] };
  expect(toCsv(table)).toBe('step,"says ""no"", once"\n1,0.1234567890123\n2,"a\nb"\n3,\n');
});

test('a CSV has numbers without signs, and plain spaces', () => {
  expect(toCsv({ columns: ['90\u00a0% from', ...percents('share')], rows: [['up to 5\u00a0%', 0.5632]] })).toBe('90 % from,share\nup to 5 %,0.5632\n');
});

test('a CSV of one checkpoint says which', () => {
  const table = { columns: ['layer', { label: 'share' }], rows: [[1, 0.5], [2, 0.25]] };
  expect(toCsv(withStep(table, 4000))).toBe('step,layer,share\n4000,1,0.5\n4000,2,0.25\n');
  expect(withStep(table, null)).toBe(table);
  const own = { columns: ['from step', 'share'], rows: [[1, 0.5]] };
  expect(withStep(own, 4000)).toBe(own);
});

test('a cell is shown as its column says', () => {
  expect(shownCell(0.5, { label: 'x', format: (value) => `${value * 100} %` })).toBe('50 %');
  expect(shownCell(null, undefined)).toBe('–');
  expect(shownCell(true, undefined)).toBe('yes');
  expect(shownCell('k=2\n#k:', undefined)).toBe('k=2⏎#k:');
  expect(shownCell(0.123456, undefined)).toBe('0.1235');
});

test('a share fills four columns, and one that is missing leaves them empty', () => {
  const table = { columns: ['line', ...shareHeads], rows: [['1', ...shareCells({ value: 0.5, low: 0.25, high: 0.75, programs: 8 })], ['2', ...shareCells(null)]] };
  expect(toCsv(table)).toBe('line,share,low,high,n\n1,0.5,0.25,0.75,8\n2,,,,\n');
  expect(shownCell(0.125, percents('share')[0])).toBe('12.5\u00a0%');
});
