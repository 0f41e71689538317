/** Programs unlike those of the training. */

import type { AnswerLineGroup, Proportion } from './numbers';

export type Variation =
  | 'none'
  | 'longDistractorChains'
  | 'manyConstants'
  | 'flatDistractors'
  | 'uniqueNames'
  | 'fewNames'
  | 'movedQuery';

export interface GeneralisationPoint {
  value: number;
  answerLine: AnswerLineGroup;
  accuracy: Proportion;
}

export interface VariationAccuracy {
  variation: Variation;
  answerLine: AnswerLineGroup;
  accuracy: Proportion;
}

export interface GeneralisationCell {
  variation: Variation;
  lines: number;
  hops: number;
  answerLine: AnswerLineGroup;
  accuracy: Proportion;
  saysFirstLine: Proportion | null;
}

export interface GeneralisationResult {
  format: number;
  checkpoint: number;
  trainedLines: number;
  trainedHops: number;
  longestLines: number;
  byLines: GeneralisationPoint[];
  byHops: GeneralisationPoint[];
  byVariation: VariationAccuracy[];
  cells: GeneralisationCell[];
}
