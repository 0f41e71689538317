import { expect, it } from 'vitest';
import { cellAt, programGrid, scrollToShow, visibleRows } from './programGrid';

const grid = programGrid(4000, 40, 800, 6);

it('draws only the rows that are seen', () => {
  expect(visibleRows(grid, 0, 300)).toEqual({ first: 0, end: 50 });
  expect(visibleRows(grid, 603, 300)).toEqual({ first: 100, end: 151 });
  expect(visibleRows(grid, 1e9, 300)).toEqual({ first: 4000, end: 4000 });
});

it('finds the cell under a position and nothing outside', () => {
  expect(cellAt(grid, 799, 6 * 3999)).toEqual({ row: 3999, column: 39 });
  expect(cellAt(grid, 800, 5)).toBeNull();
  expect(cellAt(programGrid(3, 0, 800, 6), 5, 5)).toBeNull();
});

it('scrolls no farther than needed', () => {
  expect(scrollToShow(grid, 10, 0, 300)).toBe(0);
  expect(scrollToShow(grid, 50, 0, 300)).toBe(6);
  expect(scrollToShow(grid, 5, 600, 300)).toBe(30);
});
