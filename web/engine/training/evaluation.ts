/** What an evaluation counts: a line of metrics.jsonl, as Bindscope.Training writes it. */

import type { Evaluation } from '../../src/api/contract.g';
import { execute, isConstant, type Execution, type Program } from '../../src/model/language';

/** The steps at which something is done: 0, then ever further apart by a factor of the root of 2 until that is `every`, then each `every`, and the last. */
export function cadence({ first, every }: { first: number; every: number }, last: number): ReadonlySet<number> {
  const steps = new Set([0, last]);
  let newest = first;
  for (let exact = first; newest < last && exact * (Math.SQRT2 - 1) < every; newest = Math.round(exact)) {
    steps.add(newest);
    exact *= Math.SQRT2;
  }
  steps.add(Math.min(newest, last));
  for (let step = (Math.floor(newest / every) + 1) * every; step < last; step += every) steps.add(step);
  return steps;
}

/** A program of the test set, run once. */
export interface TestProgram {
  readonly program: Program;
  readonly execution: Execution;
}

export const tested = (program: Program): TestProgram => ({ program, execution: execute(program) });

/** Counts predictions (token ids; 0 to 9 are the digits) for test programs. */
export function evaluate(
  tests: readonly TestProgram[], predictions: readonly number[], training: Pick<Evaluation, 'step' | 'loss' | 'learningRate' | 'trainAccuracy'>,
): Evaluation {
  const byHops = new Map<number, { n: number; correct: number }>();
  const byLine = new Map<number, { n: number; correct: number }>();
  const count = (tallies: typeof byHops, key: number, right: boolean) => {
    const { n, correct } = tallies.get(key) ?? { n: 0, correct: 0 };
    tallies.set(key, { n: n + 1, correct: correct + (right ? 1 : 0) });
  };
  const sorted = (tallies: typeof byHops) => [...tallies].sort(([a], [b]) => a - b);
  const digits = Array.from({ length: 10 }, () => 0);
  const line = { nonDigit: 0, line1Constant: 0, line2Constant: 0, line2ConstantN: 0, firstTwoConstants: 0, anyConstant: 0 };
  let correct = 0;
  for (const [i, { program, execution }] of tests.entries()) {
    const prediction = predictions[i] as number;
    const right = prediction === execution.answer;
    correct += right ? 1 : 0;
    count(byHops, execution.hops, right);
    count(byLine, execution.rootLine, right);
    if (prediction > 9) line.nonDigit++;
    else digits[prediction] = (digits[prediction] as number) + 1;
    const said = (index: number) => program.lines[index]?.right === String(prediction);
    const constants = program.lines.filter((one) => isConstant(one.right)).map((one) => one.right);
    line.line1Constant += said(0) ? 1 : 0;
    if (isConstant(program.lines[1]?.right ?? '')) {
      line.line2ConstantN++;
      line.line2Constant += said(1) ? 1 : 0;
    }
    line.firstTwoConstants += constants.slice(0, 2).includes(String(prediction)) ? 1 : 0;
    line.anyConstant += constants.includes(String(prediction)) ? 1 : 0;
  }
  return {
    ...training,
    accuracy: correct / tests.length,
    n: tests.length,
    byHops: sorted(byHops).map(([hops, tally]) => ({ hops, ...tally })),
    byAnswerLine: sorted(byLine).map(([line, tally]) => ({ line, ...tally })),
    predictions: digits,
    ...line,
  };
}
