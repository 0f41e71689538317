import { expect, test } from 'vitest';
import type { ArmComparison, DepthLaw, LearningTimeResult, TimeLaw } from '../api/contract.g';
import { amount, depthAt, lawLine, lawPoints, lawWords, ratioWords, timeWords } from './learningTime';

const comparison: ArmComparison = { arm: 1, measure: 'learned', pairs: 3, shorter: 0, longer: 3, undecided: 0, ratio: 1.451, low: 0.84, high: 2.5, isBound: false };
const law: TimeLaw = { measure: 'learned', unit: 'steps', runs: 8, notEnded: 2, without: 0, exponent: -1, low: -1.2, high: -0.8, factor: 80_000, scatter: 1.2, reason: null };

test('ratios say what they are of, and whether they are bounds', () => {
  expect(ratioWords(comparison)).toBe('1.45 × (0.84–2.50), 3 pairs');
  expect(ratioWords({ ...comparison, low: null, high: null, isBound: true, pairs: 1 })).toBe('at least 1.45 ×, 1 pair');
  expect(ratioWords({ ...comparison, ratio: null })).toBe('undecided, 3 pairs');
  expect(ratioWords({ ...comparison, ratio: null, pairs: 0 })).toBe('no pair');
});

test('times are read as steps, tokens and sums of rates', () => {
  const time = { fromStep: 100, toStep: 1800, hasEnded: false, steps: 1700, tokens: 5e6, rateSum: 1.7 };
  expect([timeWords(time), timeWords({ ...time, hasEnded: true }), timeWords(null)]).toEqual(['> 1,700', '1,700', 'none']);
  expect([amount(1700), amount(5_432_100), amount(0.0123)]).toEqual(['1,700', '5.4\u00a0M', '0.012']);
});

test('a law is a line through its factor, and points have their runs’ times', () => {
  expect(lawLine(law, [16, 32])).toEqual([[16, 5000], [32, 2500]]);
  expect(lawWords(law)).toBe('exponent −1.00 (−1.20 to −0.80), 8 runs, 2 of which had not ended');
  expect(lawLine({ ...law, exponent: null }, [16])).toEqual([]);
  const time = (steps: number, hasEnded: boolean) => ({ fromStep: 0, toStep: steps, hasEnded, steps, tokens: 0, rateSum: 1 });
  const result = {
    arms: [{ name: 'a', value: 16, runs: ['one', 'two'] }],
    runs: [
      { name: 'one', arm: 0, plateau: null, learned: time(900, false) },
      { name: 'two', arm: 0, plateau: time(0, true), learned: time(700, true) },
    ],
  } as unknown as LearningTimeResult;
  expect(lawPoints(result, 'learned', 'steps')).toEqual([
    { run: 'one', arm: 0, x: 16, y: 900, isBound: true },
    { run: 'two', arm: 0, x: 16, y: 700, isBound: false },
  ]);
  expect(lawPoints(result, 'plateau', 'steps')).toEqual([]);
  expect(lawPoints(result, 'learned', 'tokens')).toEqual([]);
});

test('laws of depth go from their value at the fewest layers to that at the most', () => {
  const of = (kind: DepthLaw['kind']): DepthLaw => ({ kind, least: 1, most: 16, perLayer: 2, low: null, high: null, scatter: 1, logLikelihood: 0, p: 1, isKept: true });
  expect([2, 4, 6].map((layers) => depthAt(of('linear'), 2, 6, layers))).toEqual([1, 8.5, 16]);
  expect([2, 4, 6].map((layers) => depthAt(of('logHops'), 2, 6, layers))).toEqual([1, 4, 16]);
  expect([2, 4, 6].map((layers) => depthAt(of('doubling'), 2, 6, layers))).toEqual([1, 4, 16]);
});
