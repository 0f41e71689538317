import type { Phase, PhaseKind } from '../api/contract.g';
import { integer, percentsAlike } from './format';

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

/** What a run's phases are, in one sentence for people; every number is that of the phases' table. */
export function phasesSentence(phases: readonly Phase[], subject = 'It'): string {
  const shares = percentsAlike(phases.map((phase) => phase.accuracy.value));
  const told = phases.map(
    (phase, index) =>
      `${phase.kind === 'other' ? 'a stretch that is none of the paper’s phases' : phaseName(phase.kind)} (steps ${integer(phase.firstStep)}–${integer(phase.lastStep)}, ${shares[index]} of ${integer(phase.accuracy.programs)} programs right)`,
  );
  if (told.length === 0) return '';
  return `${subject} goes through ${told.length === 1 ? told[0] : `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`}.`;
}

/** What is said in a phase, from how often the predictions are what a simple rule says; all of it stands in the phases' table. */
export function phaseSays(phase: Phase): string {
  const { agreement, byAnswerLine } = phase;
  if (phase.kind === 'solved') {
    const shares = percentsAlike(byAnswerLine.map((one) => one.accuracy.value));
    return byAnswerLine.length === 0 ? '' : `Right with the answer on ${byAnswerLine.map((one, index) => `${one.group}: ${shares[index]}`).join(', ')}.`;
  }
  if (phase.kind === 'heuristic') {
    const [first, two] = percentsAlike([agreement.line1Constant, agreement.firstTwoConstants]);
    return `It says line 1’s digit in ${first} of programs, one of the first two digits in ${two}.`;
  }
  if (phase.kind === 'guessing') {
    const [first, two] = percentsAlike([agreement.line1Constant, agreement.firstTwoConstants]);
    return `It says line 1’s digit in ${first} of programs and one of the first two digits in ${two}, no more often than guesses among all of the program’s constants would.`;
  }
  const [frequent, none] = percentsAlike([agreement.mostFrequentDigit, agreement.nonDigit]);
  return `It says its most frequent digit in ${frequent} of programs, something that is no digit in ${none}.`;
}
