import { describe, expect, test } from 'vitest';
import { fit, spread } from './labels';

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

  test('are cut to their room', () => {
    expect(fit('one of the first two', 1000)).toBe('one of the first two');
    expect(fit('one of the first two', 60)).toMatch(/^one.*…$/u);
  });
});
