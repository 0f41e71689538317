/** The logit lens: what each layer would answer if it were the last. */

import type { LensCell, LensGroup, LensMap, TrainingLogits } from '../api/contract.g';
import { softmax } from './digits';
import type { EffectGrid, Reading } from './patching';
import type { ExecutedProgram } from './program';
import { byRole } from './tokens';

/** What a lens map shows: the answer's probability, that of line 1's digit, the difference of their logits, or one digit's probability. */
export type LensView = 'answer' | 'firstLine' | 'difference' | `digit-${number}`;

/** Line 1's digit: where line 1 holds no digit, there is none. */
export const firstLineDigit = (program: ExecutedProgram): number | null => (program.lines[0]?.references === null ? program.lines[0].value : null);

/** The digit that a view asks for; null for the difference, or where the program has no such digit. */
export function digitOf(view: LensView, program: ExecutedProgram): number | null {
  if (view === 'answer') {
    return program.answer;
  }
  if (view === 'firstLine') {
    return firstLineDigit(program);
  }
  return view === 'difference' ? null : Number(view.slice(6));
}

/** One number of a map; null where the view has none. */
export function lensValue(logits: readonly number[], view: LensView, program: ExecutedProgram): number | null {
  if (view === 'difference') {
    const first = firstLineDigit(program);
    return first === null || first === program.answer ? null : (logits[program.answer] ?? 0) - (logits[first] ?? 0);
  }
  const digit = digitOf(view, program);
  return digit === null ? null : (softmax(logits)[digit] ?? null);
}

/** A layer's name on an axis: what enters layer 1, ..., and `out` for what leaves the last. */
export const lensLayer = (index: number, layers: number): string => (index > layers ? 'out' : String(index));

/** The digits' probabilities at one token, by layer. */
export const lensCurves = (map: LensMap, position: number): readonly (readonly number[])[] =>
  (map.tokens[position]?.digitLogits ?? []).map((logits) => softmax(logits));

export type LensMeasure = 'answerProbability' | 'firstLineProbability' | 'difference' | 'answer' | 'firstLine';

export const lensMeasures: readonly { id: LensMeasure; label: string; words: string; unit: 'share' | 'logits' }[] = [
  { id: 'answerProbability', label: 'Answer', words: 'the answer’s probability among the ten digits, mean', unit: 'share' },
  { id: 'firstLineProbability', label: 'Line 1', words: 'probability of line 1’s digit where it is not the answer, mean', unit: 'share' },
  { id: 'difference', label: 'Difference', words: 'logit of the answer minus logit of line 1’s digit where they differ, mean', unit: 'logits' },
  { id: 'answer', label: 'Answer on top', words: 'share of programs whose likeliest digit is the answer', unit: 'share' },
  { id: 'firstLine', label: 'Line 1 on top', words: 'share of programs whose likeliest digit is line 1’s where it is not the answer', unit: 'share' },
];

/** One group's averages as a matrix of layers and tokens. */
export function lensGrid(group: LensGroup, measure: LensMeasure): EffectGrid {
  const roles = [...new Set(group.cells.map((cell) => cell.role))].sort(byRole);
  const layers = [...new Set(group.cells.map((cell) => cell.layer))].sort((a, b) => a - b);
  const byKey = new Map(group.cells.map((cell) => [`${cell.layer} ${cell.role}`, cell]));
  const last = layers.at(-1) ?? 0;
  return {
    hops: group.hops,
    answerLine: group.answerLine,
    programs: group.programs,
    solved: group.programs,
    tried: group.programs,
    roles,
    rows: layers.map((layer) => ({ layer, head: 0, label: layer === last ? 'out' : String(layer) })),
    cells: layers.map((layer) => roles.map((role) => byKey.get(`${layer} ${role}`)?.[measure] ?? null)),
  };
}

export interface TrainingCurve {
  readonly digit: number;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** The digits' logits or probabilities at the colon over training, read after a layer (1-based; the model's layers + 1 is the output). */
export function trainingCurves(training: TrainingLogits, layer: number, scale: 'logit' | 'probability'): readonly TrainingCurve[] {
  return Array.from({ length: 10 }, (_, digit) => ({
    digit,
    points: training.checkpoints.flatMap((checkpoint) => {
      const logits = checkpoint.lens[layer - 1];
      const value = logits === undefined ? undefined : scale === 'logit' ? logits[digit] : softmax(logits)[digit];
      return value === undefined ? [] : [{ x: checkpoint.step, y: value }];
    }),
  }));
}

/** A cell's reading at every checkpoint, for curves of averages over training. */
export function lensOver(
  checkpoints: readonly { readonly step: number; readonly groups: readonly LensGroup[] }[],
  at: { readonly hops: number; readonly answerLine: string; readonly role: string; readonly layer: number },
  measure: LensMeasure,
): readonly (Reading & { readonly step: number })[] {
  return checkpoints.flatMap((checkpoint) => {
    const cell: LensCell | undefined = checkpoint.groups
      .find((group) => group.hops === at.hops && group.answerLine === at.answerLine)
      ?.cells.find((one) => one.role === at.role && one.layer === at.layer);
    const reading = cell?.[measure];
    return reading ? [{ step: checkpoint.step, ...reading }] : [];
  });
}
