import { describe, expect, test } from 'vitest';
import { cellAt, heatGeometry, labelStride, moved, runsOfColor } from './heatmap';

describe('a heat map', () => {
  const geometry = heatGeometry(3, 27, 500, { minimum: 5, maximum: 40 }, 22);

  test('has equal cells of whole pixels', () => {
    expect(geometry).toEqual({ width: 18, height: 22, totalWidth: 486, totalHeight: 66 });
  });

  test('never has cells below its minimum', () => {
    expect(heatGeometry(1, 1000, 300, { minimum: 2, maximum: 40 }, 10).width).toBe(2);
  });

  test('finds the cell under every pixel', () => {
    expect(cellAt(geometry, 0, 0)).toEqual({ row: 0, column: 0 });
    expect(cellAt(geometry, 485.9, 65.9)).toEqual({ row: 2, column: 26 });
    expect(cellAt(geometry, 486, 10)).toBeNull();
    expect(cellAt(geometry, -0.1, 10)).toBeNull();
  });

  test('is walked with the arrow keys and never left', () => {
    const at = { row: 1, column: 1 };
    expect(moved(at, 'ArrowLeft', 3, 27, false)).toEqual({ row: 1, column: 0 });
    expect(moved(at, 'ArrowLeft', 3, 27, true)).toEqual({ row: 1, column: 0 });
    expect(moved(at, 'ArrowRight', 3, 27, true)).toEqual({ row: 1, column: 11 });
    expect(moved(at, 'PageDown', 3, 27, false)).toEqual({ row: 2, column: 1 });
    expect(moved(at, 'End', 3, 27, false)).toEqual({ row: 1, column: 26 });
    expect(moved(at, 'a', 3, 27, false)).toBeNull();
  });
});

test('neighbours of one colour become one rectangle, and none is lost', () => {
  const runs = runsOfColor(['a', 'a', 'b', 'a']);
  expect(runs).toEqual([
    { from: 0, count: 2, color: 'a' },
    { from: 2, count: 1, color: 'b' },
    { from: 3, count: 1, color: 'a' },
  ]);
  expect(runsOfColor([])).toEqual([]);
});

test('labels are thinned to round strides', () => {
  expect(labelStride(20, 14)).toBe(1);
  expect(labelStride(5, 14)).toBe(5);
  expect(labelStride(0.1, 14)).toBe(200);
});
