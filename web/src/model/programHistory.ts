import type { BehaviourResult, ProgramsResult } from '../api/contract.g';
import { explanationName } from './behaviour';
import { traceTestProgram, type TestProgram } from './testPrograms';

/** A program's predictions at every checkpoint. */
export interface ProgramHistory {
  readonly program: TestProgram;
  readonly group: string;
  /** Predicted token at each step. */
  readonly predictions: readonly number[];
  /** Name of the most likely heuristic at each step; null where unknown. */
  readonly explanations: readonly (string | null)[] | null;
  /** Probability of the answer at each step, where it was kept. */
  readonly probability: readonly number[] | null;
  /** Place of the step from which on it is always right; the number of steps where it is wrong at the last. */
  readonly solvedFrom: number;
  /** Place of the first step at which it is right; the number of steps where there is none. */
  readonly firstRight: number;
  readonly forgotten: number;
}

export interface Histories {
  readonly steps: readonly number[];
  readonly programs: readonly ProgramHistory[];
}

/** Derives a program's learning from its predictions. */
export function historyOf(
  program: TestProgram,
  group: string,
  predictions: readonly number[],
  explanations: readonly (string | null)[] | null,
  probability: readonly number[] | null,
): ProgramHistory {
  const right = predictions.map((prediction) => prediction === program.answer);
  let solvedFrom = predictions.length;
  while (solvedFrom > 0 && right[solvedFrom - 1] === true) {
    solvedFrom--;
  }
  const first = right.indexOf(true);
  const forgotten = right.reduce((times, is, i) => times + (i > 0 && right[i - 1] === true && !is ? 1 : 0), 0);
  return {
    program,
    group,
    predictions,
    explanations,
    probability,
    solvedFrom,
    firstRight: first < 0 ? predictions.length : first,
    forgotten,
  };
}

/** All test programs that the behaviour analysis asked, at every checkpoint. */
export function historiesOf(texts: readonly string[], behaviour: BehaviourResult): Histories {
  const steps = behaviour.checkpoints.map((checkpoint) => checkpoint.step);
  const programs = texts.slice(0, behaviour.programs).map((text, index) =>
    historyOf(
      traceTestProgram(index, text),
      'test',
      behaviour.checkpoints.map((checkpoint) => checkpoint.predictionOf[index] ?? -1),
      behaviour.checkpoints.map((checkpoint) => explanationName(checkpoint, checkpoint.explainedBy[index])),
      null,
    ),
  );
  return { steps, programs };
}

/** The chosen programs (random, easy, hard) with their probabilities; explanations come from the behaviour analysis where it exists. */
export function historiesFromFile(file: ProgramsResult, behaviour: BehaviourResult | null): Histories {
  const byStep = new Map(behaviour?.checkpoints.map((checkpoint) => [checkpoint.step, checkpoint]) ?? []);
  const programs = file.programs.map((one, i) =>
    historyOf(
      traceTestProgram(one.index, one.text),
      one.group,
      file.predictions[i] ?? [],
      behaviour === null
        ? null
        : file.steps.map((step) => {
            const checkpoint = byStep.get(step);
            return checkpoint === undefined ? null : explanationName(checkpoint, checkpoint.explainedBy[one.index]);
          }),
      file.probability[i] ?? null,
    ),
  );
  return { steps: file.steps, programs };
}

/** Which programs are shown. */
export interface HistoryFilter {
  readonly group: string;
  readonly hops: number | null;
  /** 1, 2, or 3 for every later line; null for all. */
  readonly answerLine: number | null;
  readonly now: 'all' | 'right' | 'wrong';
}

export type HistoryOrder = 'solved' | 'first' | 'forgotten' | 'set';

/** The rows to show, in order; `at` is the place of the scrubbed step. */
export function chosenHistories(histories: Histories, filter: HistoryFilter, order: HistoryOrder, at: number): ProgramHistory[] {
  const chosen = histories.programs.filter(({ program, group, predictions }) => {
    const right = predictions[at] === program.answer;
    return (
      (filter.group === 'all' || group === filter.group) &&
      (filter.hops === null || program.hops === filter.hops) &&
      (filter.answerLine === null || Math.min(3, program.answerLine) === filter.answerLine) &&
      (filter.now === 'all' || (filter.now === 'right') === right)
    );
  });
  const by: Record<HistoryOrder, (a: ProgramHistory, b: ProgramHistory) => number> = {
    solved: (a, b) => a.solvedFrom - b.solvedFrom || a.firstRight - b.firstRight || a.forgotten - b.forgotten,
    first: (a, b) => a.firstRight - b.firstRight || a.solvedFrom - b.solvedFrom,
    forgotten: (a, b) => b.forgotten - a.forgotten || b.solvedFrom - a.solvedFrom,
    set: () => 0,
  };
  return chosen.sort((a, b) => by[order](a, b) || a.program.index - b.program.index);
}

/**
 * At most `most` rows, evenly taken from the order given, so that a whole test set fits on the screen and no cell is a mixture. The row of the
 * open program stands for its neighbours.
 */
export function sampled(histories: readonly ProgramHistory[], most: number, open: number | null): readonly ProgramHistory[] {
  if (histories.length <= most) return histories;
  return Array.from({ length: most }, (_, i) => {
    const from = Math.floor((i * histories.length) / most);
    const end = Math.floor(((i + 1) * histories.length) / most);
    const block = histories.slice(from, end);
    return (block.find((one) => one.program.index === open) ?? block[block.length >> 1]) as ProgramHistory;
  });
}
