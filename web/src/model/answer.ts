import { softmax, topOf } from './digits';
import { percent } from './format';

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
