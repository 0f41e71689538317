/** Was the circuit built on the heuristic? Ablations, parts and transplants over training, as curves and words. */

import type { Ablation, AblationMethod, AnswerLineGroup, CumulativeResult, HeuristicRoute, RouteFateKind, RoutePart, RouteUse, TransplantDirection } from '../api/contract.g';
import { integer, plural } from './format';
import type { Reading } from './patching';
import { componentLabel } from './patching';

export const ablations: readonly { id: Ablation; label: string; words: string }[] = [
  { id: 'none', label: 'nothing', words: 'the model as it is' },
  { id: 'circuit', label: 'the circuit', words: 'the circuit’s parts that are not the heuristic’s too' },
  { id: 'heuristic', label: 'the heuristic', words: 'the heuristic’s parts that are not the circuit’s too' },
  { id: 'shared', label: 'what both share', words: 'the parts that both have' },
  { id: 'both', label: 'both', words: 'all parts of both' },
  { id: 'randomAsHeuristic', label: 'random parts', words: 'as many parts of neither as the heuristic has, mean over draws' },
  { id: 'randomAsCircuit', label: 'random parts, few', words: 'as many parts of neither as the circuit has, mean over draws' },
];

export interface StepReading extends Reading {
  readonly step: number;
}

/** Accuracy without some parts, over the checkpoints; empty where it was not measured. */
export function ablationCurve(result: CumulativeResult, ablation: Ablation, method: AblationMethod, answerLine: string): readonly StepReading[] {
  return result.ablations
    // With nothing taken away there is nothing to put in its place: it is measured once.
    .filter((one) => one.ablation === ablation && one.answerLine === answerLine && (one.method === method || ablation === 'none' || ablation.startsWith('random')))
    .map((one) => ({ step: one.step, ...one.accuracy }))
    .sort((a, b) => a.step - b.step)
    .filter((one, i, all) => i === 0 || one.step !== all[i - 1]?.step);
}

const kinds: Record<RoutePart['token'], string> = {
  name: 'names', equalsSign: 'equals signs', right: 'right-hand sides', newline: 'newlines', hash: 'the hash', query: 'the queried variable', colon: 'the colon',
};

/** `2.1 at newlines` */
export const partLabel = (part: Pick<RoutePart, 'layer' | 'head' | 'token'>): string => `${componentLabel(part.layer, part.head)} at ${kinds[part.token]}`;

const same = (a: RoutePart, b: RoutePart): boolean => a.layer === b.layer && a.head === b.head && a.token === b.token;

/** Whether a part of one route is a part of the other, too. */
export const isShared = (part: RoutePart, others: readonly RoutePart[]): boolean => others.some((other) => same(part, other));

/** How often patching a part of the circuit changes the answer, over the checkpoints. */
export function partCurve(result: CumulativeResult, part: number, what: 'success' | 'effect'): readonly StepReading[] {
  return result.effects
    .filter((one) => one.part === part)
    .map((one) => ({ step: one.step, ...one[what] }))
    .sort((a, b) => a.step - b.step);
}

export interface TransplantMatrix {
  readonly steps: readonly number[];
  /** From the embedding up. */
  readonly blocks: readonly string[];
  /** [block][step] */
  readonly cells: readonly (readonly (Reading | null)[])[];
}

const blockOrder = (block: string): number => (block === 'embedding' ? -1 : block === 'unembedding' ? 1000 : Number(block.replace(/\D/gu, '')));

export function transplantMatrix(result: CumulativeResult, direction: TransplantDirection): TransplantMatrix {
  const found = result.transplants.filter((one) => one.direction === direction);
  const steps = [...new Set(found.map((one) => one.step))].sort((a, b) => a - b);
  const blocks = [...new Set(found.map((one) => one.block))].sort((a, b) => blockOrder(a) - blockOrder(b));
  const byKey = new Map(found.map((one) => [`${one.block} ${one.step}`, one.accuracy]));
  return { steps, blocks, cells: blocks.map((block) => steps.map((step) => byKey.get(`${block} ${step}`) ?? null)) };
}

/** What the analysis says about the heuristic at the end of training, in a sentence. */
export function routeSentence(result: CumulativeResult): string {
  const both = `the circuit has ${plural(result.circuit.length, 'part')}, the heuristic ${result.heuristic.length}, and they share ${result.shared}`;
  switch (result.origin) {
    case 'last':
      return `The last checkpoint still has the heuristic's early route: ${both}.`;
    case 'plateau':
      return `The last checkpoint has no early route for answers on the first two lines any more; the heuristic's parts are those of step ${result.heuristicCheckpoint === null ? '?' : integer(result.heuristicCheckpoint)}. ${both.charAt(0).toUpperCase()}${both.slice(1)}.`;
    default:
      return 'No heuristic route was found in this run, at its end or in its heuristic phase.';
  }
}

/** What became of the heuristic's cell, in words. */
export const fateWords: Readonly<Record<RouteFateKind, string>> = {
  kept: 'kept',
  givenUp: 'given up',
  reused: 'reused by the circuit',
  unused: 'not used',
  undecided: 'undecided',
};

/** How many programs with the answer in one place the plateau or the last checkpoint does not solve; nothing where a result of an older build does not say. */
export function leftOut(route: HeuristicRoute, line: AnswerLineGroup): string {
  const programs = route.programs?.find((one) => one.answerLine === line);
  return programs ? ` (${integer(programs.tried - programs.followed)} of ${integer(programs.tried)} left out, not solved)` : '';
}

/** The uses of the cell in programs with the answer in one place, by step. */
export const routeCurve = (route: HeuristicRoute, line: AnswerLineGroup): RouteUse[] => route.curve.filter((use) => use.answerLine === line);
