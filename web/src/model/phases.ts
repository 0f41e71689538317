import type { Phase, PhaseKind } from '../api/contract';

const names: Record<PhaseKind, string> = { chance: 'chance', guessing: 'guesses', heuristic: 'heuristics', solved: 'solved', other: 'other' };

/** The word for a phase in figures. */
export function phaseName(kind: PhaseKind): string {
  return names[kind];
}

/** The phase that a step lies in; null between phases. */
export function phaseAt(phases: readonly Phase[], step: number): Phase | null {
  return phases.find((phase) => step >= phase.firstStep && step <= phase.lastStep) ?? null;
}

/** Whether a run goes through the paper's three phases, in their order and through nothing else. */
export function hasThreePhases(phases: readonly Pick<Phase, 'kind'>[]): boolean {
  return phases.map((phase) => phase.kind).join() === 'chance,heuristic,solved';
}
