import { expect, it } from 'vitest';
import type { Phase } from '../api/contract.g';
import { tellingMoments } from './moments';

const steps = [0, 100, 1000, 3000, 10000];
const phase = (kind: Phase['kind'], firstStep: number, lastStep: number) => ({ kind, firstStep, lastStep }) as Phase;

it('takes the beginning of chance, the middle of what follows by orders of magnitude, and the end', () => {
  const moments = tellingMoments([phase('chance', 0, 90), phase('heuristic', 100, 9000), phase('solved', 9500, 10000)], steps);
  expect(moments).toEqual([{ step: 0, name: 'chance' }, { step: 1000, name: 'heuristics' }, { step: 10000, name: 'solved' }]);
});

it('takes the last checkpoint alone where no phases were found, and none of none', () => {
  expect(tellingMoments([], steps)).toEqual([{ step: 10000, name: 'last checkpoint' }]);
  expect(tellingMoments([], [])).toEqual([]);
});

it('names a phase only beside a checkpoint that lies in it', () => {
  const phases = [phase('chance', 0, 90), phase('heuristic', 100, 9000), phase('solved', 9500, 10000)];
  expect(tellingMoments(phases, [10000])).toEqual([{ step: 10000, name: 'solved' }]);
});
