import type { CheckpointBehaviour, Phase, Proportion } from '../api/contract.g';
import { attributeOf, type ProgramAtCheckpoint } from './attributes';
import { saidDigit } from './digits';
import { heuristicLabel } from './heuristics';
import { meanOf, pairedDifference } from './statistics';
import type { TestProgram } from './testPrograms';

/** The change of accuracy on the programs of one category. */
export interface ChangeRow {
  readonly attribute: string;
  readonly key: string;
  readonly label: string;
  readonly change: Proportion | null;
  readonly gained: number;
  readonly lost: number;
}

/** How accuracy changed within each category of a property, program by program. */
export function changesBy(attribute: string, before: readonly ProgramAtCheckpoint[], after: readonly ProgramAtCheckpoint[]): ChangeRow[] {
  const property = attributeOf(attribute, attribute);
  const later = new Map(after.map((one) => [one.program.index, one.prediction]));
  const groups = new Map<string, { label: string; order: number; programs: number; gained: number; lost: number }>();
  for (const one of before) {
    const category = property.of(one);
    const group = groups.get(category.key) ?? { label: category.label, order: category.order, programs: 0, gained: 0, lost: 0 };
    const was = one.prediction === one.program.answer;
    const is = later.get(one.program.index) === one.program.answer;
    group.programs++;
    group.gained += !was && is ? 1 : 0;
    group.lost += was && !is ? 1 : 0;
    groups.set(category.key, group);
  }
  return [...groups.entries()]
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([key, { label, programs, gained, lost }]) => ({
      attribute,
      key,
      label,
      change: pairedDifference(gained, lost, programs),
      gained,
      lost,
    }));
}

/** A program at two checkpoints. */
export interface ProgramPair {
  readonly before: ProgramAtCheckpoint;
  readonly after: ProgramAtCheckpoint;
}

/** Programs that went from wrong to right, or from right to wrong. */
export function flipped(
  before: readonly ProgramAtCheckpoint[],
  after: readonly ProgramAtCheckpoint[],
  to: 'right' | 'wrong',
): ProgramPair[] {
  const later = new Map(after.map((one) => [one.program.index, one]));
  return before.flatMap((one) => {
    const then = later.get(one.program.index);
    if (then === undefined) return [];
    const was = one.prediction === one.program.answer;
    const is = then.prediction === then.program.answer;
    return was !== is && is === (to === 'right') ? [{ before: one, after: then }] : [];
  });
}

/** At most `most` programs as rows of a list: the answer, and what was said at both checkpoints and by which rule. */
export function pairRows(pairs: readonly ProgramPair[], most: number): { index: number; text: string; note: string }[] {
  const said = (one: ProgramAtCheckpoint) => `${saidDigit(one.prediction)}${one.explanation === null ? '' : ` (${heuristicLabel(one.explanation)})`}`;
  return pairs.slice(0, most).map(({ before, after }) => ({
    index: before.program.index,
    text: before.program.text,
    note: `answer ${before.program.answer}: ${said(before)} → ${said(after)}`,
  }));
}

/** With which checkpoint to compare when none is pinned: the one in the middle of the heuristics' phase, else the first. */
export function usualOther(steps: readonly number[], phases: readonly Phase[], shown: number): number | null {
  const heuristic = phases.find((phase) => phase.kind === 'heuristic');
  const others = steps.filter((step) => step !== shown);
  if (heuristic === undefined) return others[0] ?? null;
  const inside = others.filter((step) => step >= heuristic.firstStep && step <= heuristic.lastStep);
  return inside[inside.length >> 1] ?? others[0] ?? null;
}

/** Accuracy of two checkpoints by hops and answer line; null where either has no programs. */
export function cellDifferences(
  before: CheckpointBehaviour,
  after: CheckpointBehaviour,
): { hops: number; answerLine: number; before: Proportion; after: Proportion; difference: number }[] {
  return before.byHopsAndLine.flatMap((cell) => {
    const then = after.byHopsAndLine.find((one) => one.hops === cell.hops && one.answerLine === cell.answerLine);
    return then === undefined
      ? []
      : [
          {
            hops: cell.hops,
            answerLine: cell.answerLine,
            before: cell.accuracy,
            after: then.accuracy,
            difference: then.accuracy.value - cell.accuracy.value,
          },
        ];
  });
}

/** A mean over the programs of one category. */
export interface MeanRow {
  readonly attribute: string;
  readonly key: string;
  readonly label: string;
  readonly mean: Proportion;
}

/** The mean of a number that every program has, by the values of a property; those with fewer than `least` programs are left out. */
export function meansBy(attribute: string, programs: readonly TestProgram[], values: readonly number[], least: number): MeanRow[] {
  const property = attributeOf(attribute, attribute);
  const groups = new Map<string, { label: string; order: number; values: number[] }>();
  for (const program of programs) {
    const value = values[program.index];
    if (value === undefined) continue;
    const category = property.of({ program, prediction: -1, explanation: null });
    const group = groups.get(category.key) ?? { label: category.label, order: category.order, values: [] };
    group.values.push(value);
    groups.set(category.key, group);
  }
  return [...groups.entries()]
    .filter(([, group]) => group.values.length >= least)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([key, { label, values: members }]) => ({ attribute, key, label, mean: meanOf(members) }));
}
