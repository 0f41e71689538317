import { expect, it } from 'vitest';
import type { PhaseKind } from '../api/contract.g';
import { hasThreePhases } from './phases';

const run = (...kinds: PhaseKind[]) => kinds.map((kind) => ({ kind }));

it('knows the three phases of the paper from any other three', () => {
  expect(hasThreePhases(run('chance', 'heuristic', 'solved'))).toBe(true);
  expect(hasThreePhases(run('chance', 'heuristic', 'other'))).toBe(false);
  expect(hasThreePhases(run('heuristic', 'solved'))).toBe(false);
  expect(hasThreePhases(run('chance', 'heuristic', 'other', 'solved'))).toBe(false);
});
