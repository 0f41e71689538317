import { expect, it } from 'vitest';
import type { RunSummary } from '../api/contract.g';
import { firstRun } from './firstRun';

const run = (name: string, analyses: number, phase: string | null, ...assistance: string[]) => ({ name, analyses, phase, assistance, checkpoints: 1 }) as unknown as RunSummary;

it('shows the solved run without assistance first, else the one with most analyses', () => {
  const [helped, plain, begun] = [run('helped', 27, 'solved', 'easier programs come first'), run('plain', 26, 'solved'), run('begun', 30, 'heuristic')];
  expect(firstRun([helped, plain, begun])?.name).toBe('plain');
  expect(firstRun([helped, begun])?.name).toBe('begun');
  expect(firstRun([])).toBeNull();
});
