/** What the model says to each test program, at every checkpoint. */

import type { Estimate, Proportion } from './numbers';

export type ProgramFeature =
  | 'answerLine'
  | 'hops'
  | 'distractors'
  | 'branches'
  | 'chainSpan'
  | 'queriedNameAssignments'
  | 'queryLine'
  | 'rebindingsOnChain'
  | 'constants';

export type Heuristic =
  | 'chain'
  | 'firstLine'
  | 'secondLine'
  | 'secondConstant'
  | 'lastConstant'
  | 'mostFrequentConstant'
  | 'longestChain'
  | 'lastLine'
  | 'oneHop'
  | 'twoHops'
  | 'firstAssignment'
  | 'lateBinding'
  | 'nearestConstant';

export type Outcome = 'right' | 'firstLine' | 'secondConstant' | 'otherConstant' | 'absentDigit' | 'nonDigit';

export interface FeatureAccuracy {
  feature: ProgramFeature;
  value: number;
  accuracy: Proportion;
}

export interface CellAccuracy {
  hops: number;
  answerLine: number;
  accuracy: Proportion;
}

export interface PredictionShare {
  /** 0-9, -1 for any token that is no digit. */
  digit: number;
  share: Proportion;
}

export interface HeuristicMatch {
  heuristic: Heuristic;
  right: Proportion | null;
  says: Proportion | null;
  saysWhereWrong: Proportion | null;
  weight: Estimate | null;
  explains: Proportion | null;
}

export interface Disagreement {
  first: Heuristic;
  second: Heuristic;
  saysFirst: Proportion;
  saysSecond: Proportion;
  pValue: number;
}

export interface CalibrationBin {
  from: number;
  to: number;
  confidence: number;
  accuracy: Proportion;
}

export interface Calibration {
  bins: CalibrationBin[];
  expectedError: Estimate;
  overconfidence: Estimate;
  loss: Estimate;
}

export interface OutcomeShare {
  outcome: Outcome;
  share: Proportion;
}

export interface CheckpointBehaviour {
  step: number;
  accuracy: Proportion;
  byFeature: FeatureAccuracy[];
  byHopsAndLine: CellAccuracy[];
  predictions: PredictionShare[];
  /** [answer][prediction], the last column for tokens that are no digit. */
  confusion: number[][];
  heuristics: HeuristicMatch[];
  guess: Estimate | null;
  /** The weight of guessing among the program's constants; missing in results of older builds. */
  guessConstant?: Estimate | null;
  disagreements: Disagreement[];
  calibration: Calibration;
  outcomes: OutcomeShare[];
  predictionOf: number[];
  explainedBy: number[];
}

export interface Transition {
  from: number;
  to: number;
  before: Outcome;
  after: Outcome;
  programs: number;
}

export interface Flips {
  from: number;
  to: number;
  programs: number;
  bothRight: number;
  gained: number;
  lost: number;
  pValue: number;
}

export interface LearningGroup {
  feature: ProgramFeature;
  value: number;
  programs: number;
  learned: number;
  medianStep: number | null;
  low: number | null;
  high: number | null;
  forgettings: number;
}

export interface LearnedProgram {
  program: number;
  text: string;
  answer: number;
  hops: number;
  answerLine: number;
  learnedAt: number | null;
  forgotten: number;
  rightAt: number;
}

export interface Learning {
  learnedAt: number[];
  firstRight: number[];
  forgotten: number[];
  learned: Proportion;
  neverForgotten: Proportion;
  groups: LearningGroup[];
  hard: LearnedProgram[];
  easy: LearnedProgram[];
}

export interface TellingCase {
  program: number;
  text: string;
  answer: number;
  digits: number[];
}

export interface BehaviourResult {
  format: number;
  programs: number;
  checkpoints: CheckpointBehaviour[];
  transitions: Transition[];
  flips: Flips[];
  learning: Learning | null;
  tellingCases: TellingCase[];
  /** The programs that were asked, in the order of `predictionOf`; null in results of older builds. */
  texts?: string[] | null;
}
