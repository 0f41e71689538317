import { expect, it } from 'vitest';
import { softmax, topOf } from './digits';

it('makes shares that add up to one, also of large logits', () => {
  const shares = softmax([1000, 1000, 990]);
  expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  expect(shares[0]).toBeCloseTo(0.49999, 3);
  expect(topOf([1, 7, 3])).toBe(1);
});
