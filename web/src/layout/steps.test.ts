import { describe, expect, test } from 'vitest';
import { axisSteps, nearestIndex, roundStep, stepScale, stepTicks } from './steps';

const steps = [0, 25, 100, 1000, 5000];

test('an axis spans the whole training, also where one checkpoint of it is kept', () => {
  const scale = stepScale(axisSteps([5000], [0, 100, 1000, 5000]), 'log', [0, 500]);
  expect(scale.domain).toEqual([0, 5000]);
  expect(stepTicks(scale).length).toBeGreaterThan(2);
  expect(axisSteps([0, 5000], [])).toEqual([0, 5000]);
});

describe.each(['log', 'linear'] as const)('a %s scale of steps', (kind) => {
  const scale = stepScale(steps, kind, [10, 510]);

  test('spans its range, step 0 included', () => {
    expect(scale(0)).toBeCloseTo(10);
    expect(scale(5000)).toBeCloseTo(510);
  });

  test('rises', () => {
    const places = steps.map(scale);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every(Number.isFinite)).toBe(true);
  });

  test('finds the step of a place again', () => {
    for (const step of steps) expect(scale.invert(scale(step))).toBeCloseTo(step, 6);
  });

  test('has ticks that do not touch', () => {
    const ticks = stepTicks(scale, 40).map(scale);
    expect(ticks.length).toBeGreaterThan(2);
    for (let i = 1; i < ticks.length; i++) expect((ticks[i] as number) - (ticks[i - 1] as number)).toBeGreaterThanOrEqual(40 - 1e-9);
  });
});

test('a scale of layers has ticks at whole ones alone', () => {
  expect(stepTicks(stepScale([1, 2, 3, 4], 'linear', [0, 800]))).toEqual([1, 2, 3, 4]);
});

test('eight layers have more than one tick on a phone', () => {
  expect(stepTicks(stepScale([1, 2, 3, 4, 5, 6, 7, 8, 9], 'linear', [0, 205]), 44)).toEqual([2, 4, 6, 8]);
});

test('a scale that begins after step 0 is finite before its begin too', () => {
  expect(Number.isFinite(stepScale([10, 100], 'log', [0, 100])(0))).toBe(true);
});

test('a scale of one step or none does not divide by zero', () => {
  expect(Number.isFinite(stepScale([0], 'log', [0, 100])(0))).toBe(true);
  expect(Number.isFinite(stepScale([], 'linear', [0, 100])(0))).toBe(true);
});

test.each([
  [0.03, 0.05],
  [1, 1],
  [1.2, 2],
  [7, 10],
  [230, 500],
])('the round step at least %d is %d', (least, step) => {
  expect(roundStep(least)).toBeCloseTo(step);
});

test('the nearest of rising numbers', () => {
  expect(steps.map((step) => nearestIndex(steps, step + 1))).toEqual([0, 1, 2, 3, 4]);
  expect(nearestIndex(steps, -5)).toBe(0);
  expect(nearestIndex(steps, 1e9)).toBe(4);
  expect(nearestIndex([], 3)).toBe(-1);
});
