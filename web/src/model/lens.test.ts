import { describe, expect, it } from 'vitest';
import type { LensGroup, TrainingLogits } from '../api/contract.g';
import { digitOf, firstLineDigit, lensCurves, lensGrid, lensLayer, lensOver, lensValue, trainingCurves } from './lens';
import { parse, type ExecutedProgram } from './program';

const program = parse('k=2 j=k t=8 b=t #b:').program as ExecutedProgram;
const logits = [0, 0, 3, 0, 0, 0, 0, 0, 1, 0];

describe('lensValue', () => {
  it('compares the answer with line 1’s digit', () => {
    expect(firstLineDigit(program)).toBe(2);
    expect(lensValue(logits, 'difference', program)).toBe(-2);
    expect(lensValue(logits, 'firstLine', program)).toBeGreaterThan(lensValue(logits, 'answer', program) ?? 1);
    expect(lensValue(logits, 'digit-2', program)).toBe(lensValue(logits, 'firstLine', program));
  });

  it('has no difference where line 1 holds the answer', () => {
    const first = parse('k=2 j=k #j:').program as ExecutedProgram;
    expect(lensValue(logits, 'difference', first)).toBeNull();
    expect(digitOf('firstLine', first)).toBe(2);
  });
});

const estimate = (value: number) => ({ value, low: value, high: value, programs: 5 });
const group: LensGroup = {
  hops: 1, answerLine: 'later', programs: 5,
  cells: [[1, 'colon', 0.1], [2, 'colon', 0.9], [1, 'rhs:1', 0.2], [2, 'rhs:1', 0.3]].map(([layer, role, value]) => ({
    layer: layer as number, role: role as string, answer: estimate(value as number), firstLine: null, answerProbability: estimate(value as number),
    firstLineProbability: null, difference: null, digitProbability: [], digitMass: 1,
  })),
};

describe('averages', () => {
  it('become a matrix whose last layer is the output', () => {
    const grid = lensGrid(group, 'answerProbability');
    expect(grid.roles).toEqual(['rhs:1', 'colon']);
    expect(grid.rows.map((row) => row.label)).toEqual(['1', 'out']);
    expect(grid.cells[1]?.map((cell) => cell?.value)).toEqual([0.3, 0.9]);
    expect(lensGrid(group, 'firstLine').cells).toEqual([[null, null], [null, null]]);
    expect(lensLayer(3, 3)).toBe('3');
    expect(lensLayer(4, 3)).toBe('out');
  });

  it('become curves over checkpoints', () => {
    const at = { hops: 1, answerLine: 'later', role: 'colon', layer: 2 };
    expect(lensOver([{ step: 5, groups: [group] }, { step: 9, groups: [] }], at, 'answer')).toEqual([{ step: 5, ...estimate(0.9) }]);
  });
});

describe('one program', () => {
  it('gives probabilities by layer at a token', () => {
    const curves = lensCurves({ format: 1, checkpoint: 1, program: '', answer: 2, tokens: [{ position: 0, token: 'k', digitLogits: [logits, logits], top: [] }] }, 0);
    expect(curves).toHaveLength(2);
    expect(curves[0]?.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it('gives curves over training after a layer', () => {
    const training: TrainingLogits = { program: '', answer: 2, layers: 1, checkpoints: [{ step: 7, logits, lens: [[...logits].reverse(), logits] }] };
    expect(trainingCurves(training, 2, 'logit')[2]?.points).toEqual([{ x: 7, y: 3 }]);
    expect(trainingCurves(training, 1, 'logit')[7]?.points).toEqual([{ x: 7, y: 3 }]);
    expect(trainingCurves(training, 3, 'logit')[0]?.points).toEqual([]);
  });
});
