import { expect, it } from 'vitest';
import { confusionMatrix, largestMistakes } from './confusion';

const counts = [
  [8, 2, 0, 0],
  [1, 4, 5, 0],
  [0, 0, 0, 0],
];

it('shares each row and sums each column', () => {
  const matrix = confusionMatrix(counts);
  expect(matrix.rows[0]?.shares).toEqual([0.8, 0.2, 0, 0]);
  expect(matrix.predicted).toEqual([9, 6, 5, 0]);
  expect([matrix.total, matrix.right]).toEqual([20, 12]);
  expect(matrix.largestMistake).toBe(0.5);
});

it('shows an empty row as empty, not as nothing over nothing', () => {
  expect(confusionMatrix(counts).rows[2]?.shares).toEqual([0, 0, 0, 0]);
});

it('ranks mistakes by count and leaves out right answers', () => {
  expect(largestMistakes(confusionMatrix(counts), 2)).toEqual([
    { answer: 1, prediction: 2, count: 5, share: 0.5 },
    { answer: 0, prediction: 1, count: 2, share: 0.2 },
  ]);
});
