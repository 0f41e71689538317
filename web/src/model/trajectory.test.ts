import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../api/contract.g';
import { accuracyCurve, agreements, boundaryWords, curvesByAnswerLine, curvesByHops, digitShares, lossCurve } from './trajectory';

const line: Evaluation = {
  step: 100,
  loss: 1.5,
  learningRate: 0.001,
  trainAccuracy: 0.5,
  accuracy: 0.25,
  n: 400,
  byHops: [
    { hops: 2, n: 100, correct: 10 },
    { hops: 1, n: 300, correct: 90 },
  ],
  byAnswerLine: [{ line: 1, n: 400, correct: 100 }],
  predictions: [100, 0, 0, 0, 0, 0, 0, 0, 0, 100],
  nonDigit: 200,
  line1Constant: 80,
  line2Constant: 30,
  line2ConstantN: 100,
  firstTwoConstants: 120,
  anyConstant: 200,
};

describe('an evaluation', () => {
  test('gives one point of each curve', () => {
    expect(accuracyCurve([line])[0]).toMatchObject({ x: 100, y: 0.25 });
    expect(curvesByHops([line]).map((curve) => [curve.key, curve.n, curve.points[0]?.y])).toEqual([
      [1, 300, 0.3],
      [2, 100, 0.1],
    ]);
    expect(curvesByAnswerLine([line])[0]?.points[0]?.y).toBe(0.25);
  });

  test('step 0 has no loss', () => {
    expect(lossCurve([{ ...line, step: 0, loss: 0 }, line])).toEqual([{ x: 100, y: 1.5 }]);
  });

  test('its predictions add up to one', () => {
    const shares = digitShares([line]).map((one) => one[0] as number);
    expect(shares).toHaveLength(11);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect(shares[10]).toBe(0.5);
  });

  test('agreement with line 2 counts only programs that have a digit there', () => {
    expect(agreements([line]).map((rule) => [rule.id, rule.points[0]?.y])).toEqual([
      ['line1Constant', 0.2],
      ['line2Constant', 0.3],
      ['firstTwoConstants', 0.3],
      ['anyConstant', 0.5],
      ['nonDigit', 0.5],
    ]);
  });
});

test('an interval of steps in words', () => {
  expect(boundaryWords(null, String)).toBe('');
  expect(boundaryWords({ low: 80, high: 141 }, String)).toBe('80–141');
  expect(boundaryWords({ low: 80, high: 80 }, String)).toBe('at 80');
});
