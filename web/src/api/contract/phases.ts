/** The phases of a training. */

import type { Proportion } from './numbers';

export type PhaseKind = 'chance' | 'guessing' | 'heuristic' | 'solved' | 'other';

export interface StepInterval {
  low: number;
  high: number;
}

export interface GroupAccuracy {
  group: string;
  accuracy: Proportion;
}

export interface HeuristicAgreement {
  firstTwoConstants: number;
  line1Constant: number;
  line2Constant: number | null;
  anyConstant: number;
  mostFrequentDigit: number;
  nonDigit: number;
  wrong: WrongAgreement | null;
}

/** What a model says where it is wrong, beside guesses among the program's constants. */
export interface WrongAgreement {
  firstTwoConstants: Proportion;
  firstTwoGuessed: number;
  anyConstant: Proportion;
  anyGuessed: number;
  evaluations: number;
}

export interface Phase {
  kind: PhaseKind;
  firstStep: number;
  lastStep: number;
  start: StepInterval | null;
  end: StepInterval | null;
  evaluations: number;
  accuracy: Proportion;
  finalAccuracy: number;
  byAnswerLine: GroupAccuracy[];
  byHops: GroupAccuracy[];
  agreement: HeuristicAgreement;
}

export interface PhaseTransition {
  from: PhaseKind | null;
  to: PhaseKind | null;
  lastStepBefore: number;
  firstStepAfter: number;
  evaluations: number;
  rise: number;
}

export interface Milestone {
  accuracy: number;
  firstReached: number | null;
  sustainedFrom: number | null;
}

export interface TrajectoryFit {
  steps: number[];
  accuracy: number[];
  fitted: number[];
  levels: number;
  dispersion: number;
  autocorrelation: number;
}

export interface PhasesResult {
  format: number;
  phases: Phase[];
  transitions: PhaseTransition[];
  findings: string[];
  milestones: Milestone[];
  fit: TrajectoryFit;
}
