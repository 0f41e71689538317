import { describe, expect, it } from 'vitest';
import type { Phase } from '../api/contract.g';
import { changesBy, flipped, meansBy, pairRows, usualOther } from './comparison';
import { traceTestProgram } from './testPrograms';

const programs = ['a=1\nb=a\n#b:', 'a=1\nb=2\n#b:', 'a=4\nb=2\n#a:'].map((text, index) => traceTestProgram(index, text));
const says = (predictions: number[]) => programs.map((program, i) => ({ program, prediction: predictions[i] ?? -1, explanation: null }));
const before = says([7, 2, 4]);
const after = says([1, 1, 4]);

describe('comparing two checkpoints', () => {
  it('finds where accuracy changed', () => {
    const rows = changesBy('answerLineGroup', before, after);
    expect(rows.map((row) => [row.key, row.gained, row.lost, row.change?.programs])).toEqual([
      ['1', 1, 0, 2],
      ['2', 0, 1, 1],
    ]);
    expect(rows[0]?.change?.value).toBe(0.5);
    expect(rows[1]?.change?.value).toBe(-1);
  });

  it('gives means by property with their spread, and leaves out small groups', () => {
    const rows = meansBy('answerLineGroup', programs, [2, 4, 9], 1);
    expect(rows.map((row) => [row.key, row.mean.value, row.mean.programs])).toEqual([
      ['1', 5.5, 2],
      ['2', 4, 1],
    ]);
    expect(rows[0]?.mean.high).toBeCloseTo(5.5 + 1.959963984540054 * Math.sqrt(24.5 / 2), 9);
    expect(meansBy('answerLineGroup', programs, [2, 4, 9], 2).map((row) => row.key)).toEqual(['1']);
  });

  it('lists flipped programs by direction', () => {
    expect(flipped(before, after, 'right').map((one) => one.before.program.index)).toEqual([0]);
    expect(flipped(before, after, 'wrong').map((one) => one.after.program.index)).toEqual([1]);
  });
});

describe('rows of programs', () => {
  it('say what was said before and after, and by which rule', () => {
    const [pair] = flipped(before, after, 'right');
    const rows = pairRows([{ before: { ...pair!.before, prediction: 40 }, after: { ...pair!.after, explanation: 'chain' } }, pair!], 1);
    expect(rows).toEqual([{ index: 0, text: 'a=1\nb=a\n#b:', note: expect.stringMatching(/^answer 1: no digit → 1 \(.+\)$/) }]);
  });
});

describe('choosing checkpoints', () => {
  const phase = (kind: Phase['kind'], firstStep: number, lastStep: number) => ({ kind, firstStep, lastStep }) as Phase;

  it('compares with the middle of the heuristics’ phase unless one is pinned', () => {
    const steps = [0, 100, 200, 300, 1000];
    const phases = [phase('chance', 0, 50), phase('heuristic', 100, 300), phase('solved', 1000, 1000)];
    expect(usualOther(steps, phases, 1000)).toBe(200);
    expect(usualOther(steps, phases, 200)).toBe(300);
    expect(usualOther(steps, [], 1000)).toBe(0);
    expect(usualOther([5], [], 5)).toBeNull();
  });
});
