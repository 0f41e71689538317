import { anyConstant, anyDigit, noDigit } from '../api/constants.g';
import type { BehaviourResult, CheckpointBehaviour, Disagreement, Proportion } from '../api/contract.g';
import { attributeOf, crossTable, type Attribute, type CrossTable, type ProgramAtCheckpoint } from './attributes';
import { mcNemar, pairedDifference } from './statistics';
import type { TestProgram } from './testPrograms';

/** The checkpoint of a step, else the last one before it, else the first. */
export function behaviourAt(result: BehaviourResult, step: number): CheckpointBehaviour | null {
  let found: CheckpointBehaviour | null = result.checkpoints[0] ?? null;
  for (const checkpoint of result.checkpoints) {
    if (checkpoint.step <= step) {
      found = checkpoint;
    }
  }
  return found;
}

/** Name of the explanation at a place of `explainedBy`: a heuristic, guessing or no digit. */
export function explanationName(checkpoint: CheckpointBehaviour, place: number | undefined): string | null {
  if (place === undefined) {
    return null;
  }
  return place === anyDigit ? 'guess' : place === anyConstant ? 'guessConstant' : place === noDigit ? 'noDigit' : (checkpoint.heuristics[place]?.heuristic ?? null);
}

/** What the checkpoint says of every program, where the programs' texts are known. */
export function programsAt(programs: readonly TestProgram[], checkpoint: CheckpointBehaviour): ProgramAtCheckpoint[] {
  return programs.flatMap((program) => {
    const prediction = checkpoint.predictionOf[program.index];
    return prediction === undefined
      ? []
      : [{ program, prediction, explanation: explanationName(checkpoint, checkpoint.explainedBy[program.index]) }];
  });
}

/** Features in the order and with the words in which they are shown. */
export const features: Readonly<Record<string, { readonly label: string; readonly explanation: string }>> = {
  answerLine: { label: 'Answer line', explanation: 'the line that holds the root' },
  hops: { label: 'Hops', explanation: 'referential depth of the query' },
  distractors: { label: 'Distractors', explanation: 'lines off the query’s chain' },
  branches: { label: 'Branches', explanation: 'distractors that resolve to the same root by another way' },
  chainSpan: { label: 'Chain span', explanation: 'lines from the root to the last assignment of the queried name' },
  queriedNameAssignments: { label: 'Assignments of the queried name', explanation: '1 where the name is not used again' },
  queryLine: { label: 'Line of the query', explanation: 'line of the last assignment of the queried name' },
  rebindingsOnChain: { label: 'Rebindings on the chain', explanation: 'names of the chain that are bound again below' },
  constants: { label: 'Constants', explanation: 'lines with a digit on the right' },
};

/** One feature's values and accuracies. */
export interface FeatureRows {
  readonly feature: string;
  readonly label: string;
  readonly explanation: string;
  readonly values: readonly { readonly value: number; readonly accuracy: Proportion }[];
  /** Largest minus smallest accuracy among values with 30 programs or more: how much this property alone tells apart. */
  readonly spread: number;
}

/** Groups the checkpoint's accuracies by feature. */
export function byFeature(checkpoint: CheckpointBehaviour): FeatureRows[] {
  const names = [...new Set(checkpoint.byFeature.map((row) => row.feature))];
  return names.map((feature) => {
    const values = checkpoint.byFeature.filter((row) => row.feature === feature).map(({ value, accuracy }) => ({ value, accuracy }));
    const known = values.filter(({ accuracy }) => accuracy.programs >= 30).map(({ accuracy }) => accuracy.value);
    return {
      feature,
      label: features[feature]?.label ?? feature,
      explanation: features[feature]?.explanation ?? '',
      values,
      spread: known.length < 2 ? 0 : Math.max(...known) - Math.min(...known),
    };
  });
}

export interface MixturePart {
  readonly key: string;
  readonly weight: Proportion;
  readonly explains: Proportion | null;
}

/** Heuristics of the fitted mixture with guessing at the end, the largest weight first; those that cannot be told apart are named apart. */
export function mixture(checkpoint: CheckpointBehaviour): MixturePart[] {
  const parts: MixturePart[] = checkpoint.heuristics.flatMap((match): MixturePart[] =>
    match.weight === null ? [] : [{ key: match.heuristic, weight: match.weight, explains: match.explains }],
  );
  if (checkpoint.guessConstant != null) {
    parts.push({ key: 'guessConstant', weight: checkpoint.guessConstant, explains: null });
  }
  if (checkpoint.guess !== null) {
    parts.push({ key: 'guess', weight: checkpoint.guess, explains: null });
  }
  return parts.sort((a, b) => b.weight.value - a.weight.value);
}

/** What happened to programs between two checkpoints. */
export interface Comparison {
  readonly programs: number;
  readonly bothRight: number;
  readonly bothWrong: number;
  readonly gained: number;
  readonly lost: number;
  readonly pValue: number;
  readonly difference: Proportion | null;
  /** Wrong before and after, but with another digit. */
  readonly changedMind: number;
}

/** Compares two checkpoints' predictions program by program; the answers are known from the programs. */
export function compare(answers: readonly number[], before: readonly number[], after: readonly number[]): Comparison {
  let [bothRight, bothWrong, gained, lost, changedMind] = [0, 0, 0, 0, 0];
  answers.forEach((answer, i) => {
    const was = before[i] === answer;
    const is = after[i] === answer;
    bothRight += was && is ? 1 : 0;
    gained += !was && is ? 1 : 0;
    lost += was && !is ? 1 : 0;
    bothWrong += !was && !is ? 1 : 0;
    changedMind += !was && !is && before[i] !== after[i] ? 1 : 0;
  });
  const programs = answers.length;
  return {
    programs,
    bothRight,
    bothWrong,
    gained,
    lost,
    pValue: mcNemar(gained, lost),
    difference: pairedDifference(gained, lost, programs),
    changedMind,
  };
}

/** Outcome before by outcome after, for any two checkpoints. */
export function transitionTable(
  before: readonly ProgramAtCheckpoint[],
  after: readonly ProgramAtCheckpoint[],
  attribute: Attribute = attributeOf('outcome', 'outcome'),
): CrossTable {
  const later = new Map(after.map((one) => [one.program.index, one]));
  const both = before.filter((one) => later.has(one.program.index));
  return crossTable(both, attribute, {
    ...attribute,
    of: (one) => attribute.of(later.get(one.program.index) ?? one),
  });
}

/** The programs on which two rules differ, seen from the first one's side; null where they never do. */
export function duelOf(disagreements: readonly Disagreement[], first: string, second: string): Pick<Disagreement, 'saysFirst' | 'saysSecond' | 'pValue'> | null {
  const found = disagreements.find((one) => (one.first === first && one.second === second) || (one.first === second && one.second === first));
  if (!found) return null;
  return found.first === first ? found : { saysFirst: found.saysSecond, saysSecond: found.saysFirst, pValue: found.pValue };
}
