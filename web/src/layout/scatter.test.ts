import { describe, expect, it } from 'vitest';
import { between, classCentres, nearestPoint, project, projection } from './scatter';

const early = { x: [-1, 0, 1], y: [0, 0, 0] };
const late = { x: [-2, 0, 2], y: [1, -1, 0] };
const frame = { width: 400, height: 100, margin: 10 };

describe('projection', () => {
  it('keeps every checkpoint inside the frame with one scale for both axes', () => {
    const by = projection([early, late], frame);
    for (const cloud of [early, late]) {
      const placed = project(cloud, by);
      expect(Math.min(...placed.y)).toBeGreaterThanOrEqual(frame.margin - 1e-9);
      expect(Math.max(...placed.y)).toBeLessThanOrEqual(frame.height - frame.margin + 1e-9);
    }
    const placed = project(late, by);
    expect((placed.x[2] ?? 0) - (placed.x[0] ?? 0)).toBeCloseTo(4 * by.scale, 9);
    expect((placed.y[1] ?? 0) - (placed.y[0] ?? 0)).toBeCloseTo(2 * by.scale, 9);
  });

  it('does not divide by nothing', () => {
    expect(project({ x: [3], y: [3] }, projection([{ x: [3], y: [3] }], frame)).x[0]).toBeCloseTo(200, 3);
    expect(projection([], frame).scale).toBe(1);
  });
});

it('moves points on a straight way between checkpoints', () => {
  expect(between(early, late, 0)).toEqual(early);
  expect(between(early, late, 1)).toEqual(late);
  expect(between(early, late, 0.5)).toEqual({ x: [-1.5, 0, 1.5], y: [0.5, -0.5, 0] });
});

it('finds the nearest point within reach only', () => {
  expect(nearestPoint(late, 1.6, 0.1, 1)).toBe(2);
  expect(nearestPoint(late, 10, 10, 1)).toBe(-1);
});

it('puts a class’s label at its median', () => {
  expect(classCentres({ x: [0, 2, 100, 5], y: [1, 3, 2, 5] }, [4, 4, 4, 9])).toEqual([
    { group: 4, x: 2, y: 2, count: 3 },
    { group: 9, x: 5, y: 5, count: 1 },
  ]);
});
