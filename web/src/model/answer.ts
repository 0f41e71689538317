import type { Preset } from '../api/contract.g';
import { softmax, topOf } from './digits';
import { percent, plural } from './format';

/** What the model says of a program: its likeliest digit, with the probability among the ten digits. */
export interface ModelAnswer {
  readonly digit: number;
  readonly probability: number;
  readonly right: boolean;
}

/** @param logits of the ten digits at the colon */
export function modelAnswer(logits: readonly number[], answer: number): ModelAnswer {
  const digit = topOf(logits);
  return { digit, probability: softmax(logits)[digit] ?? 0, right: digit === answer };
}

/** "2, 99 %, right": whole percents, and marked where rounding would say certain. */
export const answerWords = ({ digit, probability, right }: ModelAnswer): string => `${digit}, ${percent(probability, 0)}, ${right ? 'right' : 'wrong'}`;

/** "6 lines, trained on 16": the training had no programs as long as this one, so that answers tell little of what it learned; null where it had. */
export function untrainedLength(lines: number, { task, training }: Pick<Preset, 'task' | 'training'>): string | null {
  const trained = [...new Set([...training.curriculum.map((stage) => stage.lines), task.lines])].sort((a, b) => a - b);
  return trained.includes(lines) ? null : `${plural(lines, 'line')}, trained on ${trained.join(', ')}`;
}
