/** What the instruments say of models that are known, as `bindscope calibrate` counts it. */

import type { Recovery } from '../api/contract.g';

/** One question to one instrument, and what it says of each model. */
export interface Question {
  instrument: string;
  asked: string;
  answers: Map<string, Recovery>;
}

/** The questions in the order in which they are first asked, whichever model. */
export function questions(recoveries: readonly Recovery[]): Question[] {
  const all = new Map<string, Question>();
  for (const one of recoveries) {
    const key = `${one.instrument}\n${one.asked}`;
    const question = all.get(key) ?? { instrument: one.instrument, asked: one.asked, answers: new Map() };
    question.answers.set(one.circuit, one);
    all.set(key, question);
  }
  return [...all.values()];
}

export const modelsOf = (recoveries: readonly Recovery[]): string[] => [...new Set(recoveries.map((one) => one.circuit))];

/** Of which places is asked: those at which something was built, or those at which nothing was. */
export type Side = 'built' | 'absent';

/** How many of them the instrument gets right. */
export const rightOf = (one: Recovery, side: Side): { right: number; of: number } =>
  side === 'built' ? { right: one.found, of: one.built } : { right: one.refused, of: one.absent };

/** The share of a side over all answers; null where nothing is asked. */
export function shareOf(recoveries: readonly Recovery[], side: Side): { right: number; of: number } {
  const sides = recoveries.map((one) => rightOf(one, side));
  return { right: sides.reduce((sum, one) => sum + one.right, 0), of: sides.reduce((sum, one) => sum + one.of, 0) };
}
