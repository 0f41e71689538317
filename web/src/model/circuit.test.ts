import { describe, expect, it } from 'vitest';
import type { CircuitAtStep, CircuitGroup, GrowthResult } from '../api/contract.g';
import { circuitSentences, firstGroup, growingEdges, nearestStep, readerOf } from './circuit';

describe('a circuit', () => {
  it('says who reads', () => {
    expect(readerOf('3.2 v')).toEqual({ component: '3.2', part: 'v' });
    expect(readerOf('mlp 3')).toEqual({ component: 'mlp 3', part: 'mlp' });
    expect(readerOf('read-out')).toEqual({ component: 'read-out', part: 'read-out' });
  });

  it('is that of the deepest programs with a later answer, unless another is asked for', () => {
    const groups = [
      { hops: 1, answerLine: 'later' },
      { hops: 2, answerLine: 'first' },
      { hops: 2, answerLine: 'later' },
    ] as const;
    expect(firstGroup(groups)).toBe(groups[2]);
    expect(firstGroup([])).toBeNull();
  });

  it('is told in sentences, without a sign before 0', () => {
    const share = (value: number) => ({ value, low: value - 0.04, high: value + 0.04, programs: 20 });
    const group = {
      judging: 20,
      edges: 2319,
      circuit: { size: 1, faithfulness: share(0.86), without: share(-0.001), incompleteness: 0.02, needed: 1, tested: 1, overlap: share(0.96), rival: null },
    } as unknown as CircuitGroup;
    const answers = circuitSentences(group).map((one) => one.answer);
    expect(answers[0]).toBe('1 edge of 2,319: f = 86\u00a0% (82–90) on the 20 programs that judge.');
    expect(answers[1]).toContain('f = 0\u00a0% (-4–4)');
    expect(answers[4]).toContain('No other circuit');
    expect(circuitSentences({ circuit: null } as unknown as CircuitGroup)).toEqual([]);
  });

  it('of a step is that of the nearest checkpoint', () => {
    const parts = [{ source: 'embedding', input: '1.1 v', token: 'rhs:1', effect: 2, own: false, last: true }];
    const at = (step: number) => ({ step, groups: [{ parts } as unknown as CircuitAtStep] });
    const growth = { checkpoints: [at(0), at(100), at(1000)] } as unknown as GrowthResult;
    expect(nearestStep(growth, 120)?.step).toBe(100);
    expect(nearestStep(growth, null)?.step).toBe(1000);
    expect(growingEdges(at(0), 0)).toEqual([{ source: 'embedding', input: '1.1 v', token: 'rhs:1', effect: 2, loss: null, own: false }]);
    expect(growingEdges(at(0), 3)).toEqual([]);
  });
});
