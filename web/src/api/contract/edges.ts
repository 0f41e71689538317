/** Which token a head must look at: patches of attention. */

import type { AnswerLineGroup, Estimate, Proportion, TokenRole } from './numbers';

export interface EdgeCell {
  layer: number;
  head: number;
  from: TokenRole;
  to: TokenRole;
  kept: Proportion;
  marginLost: Estimate;
  patternSuccess: Proportion;
}

export interface EdgeGroup {
  hops: number;
  answerLine: AnswerLineGroup;
  available: number;
  tried: number;
  solved: number;
  programs: number;
  cells: EdgeCell[];
}

export interface EdgeResult {
  format: number;
  checkpoint: number;
  granularity: 'heads' | 'layers' | 'model';
  groups: EdgeGroup[];
}
