import type { Category } from './attributes';

/** Colours of outcomes: the same on every page. Each always stands with its name. */
export const outcomeColors: Readonly<Record<string, string>> = {
  right: 'var(--series-3)',
  wrong: 'var(--series-8)',
  firstLine: 'var(--series-2)',
  secondLine: 'var(--series-5)',
  secondConstant: 'var(--series-5)',
  otherConstant: 'var(--series-4)',
  absentDigit: 'var(--series-6)',
  nonDigit: 'var(--series-7)',
};

/** Colours of the heuristics that carry weight somewhere; all others share grey. */
export const heuristicColors: Readonly<Record<string, string>> = {
  chain: 'var(--series-3)',
  firstLine: 'var(--series-2)',
  secondLine: 'var(--series-5)',
  secondConstant: 'var(--series-8)',
  lastConstant: 'var(--series-4)',
  oneHop: 'var(--series-1)',
  nearestConstant: 'var(--series-6)',
  longestChain: 'var(--series-7)',
  mostFrequentConstant: 'var(--ink-2)',
  guessConstant: 'var(--rule-strong)',
  guess: 'var(--rule)',
  noDigit: 'var(--paper-3)',
};

/** Colour of a category: that of its meaning where it has one, else a step from the accent to grey by its place. */
export function categoryColor(attribute: string, category: Category, place: number): string {
  if (attribute === 'outcome' || attribute === 'right') return outcomeColors[category.key] ?? 'var(--series-7)';
  if (attribute === 'explanation') return heuristicColors[category.key] ?? 'var(--rule-strong)';
  return place % 2 === 0 ? 'var(--series-1)' : 'var(--series-6)';
}
