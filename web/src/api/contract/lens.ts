/** What the residual stream would say if the model ended at each layer. */

import type { AnswerLineGroup, Estimate, Proportion, TokenRole } from './numbers';

export interface LensCell {
  layer: number;
  role: TokenRole;
  answer: Proportion;
  firstLine: Proportion | null;
  answerProbability: Estimate;
  firstLineProbability: Estimate | null;
  difference: Estimate | null;
  digitProbability: number[];
  digitMass: number;
}

export interface LensGroup {
  hops: number;
  answerLine: AnswerLineGroup;
  programs: number;
  cells: LensCell[];
}

export interface LensCheckpoint {
  step: number;
  groups: LensGroup[];
}

export interface LensResult {
  format: number;
  layers: number;
  checkpoints: LensCheckpoint[];
}
