import type { PhaseKind } from '../api/contract';

const names: Record<PhaseKind, string> = { chance: 'chance', heuristic: 'heuristics', solved: 'solved', other: 'other' };

/** The word for a phase in figures. */
export function phaseName(kind: PhaseKind): string {
  return names[kind];
}
