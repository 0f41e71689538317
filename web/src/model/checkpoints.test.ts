import { expect, it } from 'vitest';
import { nearest } from './checkpoints';

const steps = [0, 100, 1000, 3000, 10000];

it('finds the nearest step, the later of two, and the last for the end of training', () => {
  expect(nearest(steps, 40)).toBe(0);
  expect(nearest(steps, 2000)).toBe(3000);
  expect(nearest(steps, Number.POSITIVE_INFINITY)).toBe(10000);
  expect(nearest([], 5)).toBeNull();
});
