/** Two models on the same programs. */

import type { ProgramFeature } from './behaviour';
import type { Estimate, Proportion } from './numbers';

export interface FeatureFlips {
  feature: ProgramFeature;
  value: number;
  programs: number;
  gained: number;
  lost: number;
  pValue: number;
  adjustedPValue: number;
}

export interface FlippedProgram {
  index: number;
  text: string;
  answer: number;
  firstSays: number;
  secondSays: number;
}

export interface ComparisonResult {
  format: number;
  firstRun: string;
  firstStep: number;
  secondRun: string;
  secondStep: number;
  firstAccuracy: Proportion;
  secondAccuracy: Proportion;
  difference: Estimate;
  bothRight: number;
  gained: number;
  lost: number;
  bothWrongAlike: number;
  bothWrong: number;
  pValue: number;
  byFeature: FeatureFlips[];
  gainedPrograms: FlippedProgram[];
  lostPrograms: FlippedProgram[];
}
