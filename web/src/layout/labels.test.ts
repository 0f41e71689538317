import { describe, expect, test } from 'vitest';
import { separated, spread } from './labels';

const place = (wanted: number[], gap = 12, low = 0, high = 200) =>
  spread(wanted.map((one, index) => ({ item: index, wanted: one })), gap, low, high);

describe('labels', () => {
  test('stay where they want to be when there is room', () => {
    expect(place([10, 50, 90]).map((one) => one.y)).toEqual([10, 50, 90]);
  });

  test.each([
    [[100, 100, 100]],
    [[0, 0, 0, 0]],
    [[200, 200, 199, 198, 100]],
    [[5, 6, 190, 191, 192]],
    [Array.from({ length: 16 }, () => 1)],
  ])('never touch and never leave their column: %j', (wanted) => {
    const placed = place(wanted).map((one) => one.y);
    expect(placed.length).toBe(wanted.length);
    for (let i = 1; i < placed.length; i++) expect((placed[i] as number) - (placed[i - 1] as number)).toBeGreaterThanOrEqual(12 - 1e-9);
    expect(Math.min(...placed)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...placed)).toBeLessThanOrEqual(200);
  });

  test('keep the order of their curves', () => {
    expect(place([90, 88, 10]).map((one) => one.item)).toEqual([2, 1, 0]);
  });

  test('move together around their middle', () => {
    const placed = place([100, 100]).map((one) => one.y);
    expect(placed).toEqual([94, 106]);
  });

  test('that find no room are left out', () => {
    expect(place(Array.from({ length: 40 }, () => 100)).length).toBe(17);
  });

  test('of several lines do not cover each other', () => {
    const blocks = [{ wanted: 20, height: 30 }, { wanted: 22, height: 14 }, { wanted: 190, height: 44 }, { wanted: 25, height: 14 }];
    const middles = separated(blocks, 0, 200);
    const boxes = blocks.map((one, index) => [(middles[index] ?? 0) - one.height / 2, (middles[index] ?? 0) + one.height / 2] as const);
    for (const [index, box] of boxes.entries()) {
      expect(box[0]).toBeGreaterThanOrEqual(0);
      expect(box[1]).toBeLessThanOrEqual(200);
      for (const other of boxes.slice(index + 1)) expect(box[1] <= other[0] || other[1] <= box[0]).toBe(true);
    }
    expect(separated([{ wanted: 50, height: 10 }], 0, 200)).toEqual([50]);
  });
});
