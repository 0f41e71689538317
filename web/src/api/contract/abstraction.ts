/** Which of the interpreter's variables lives where. */

import type { Proportion } from './numbers';

export type SourceEdit = 'rootDigit' | 'movedRoot' | 'redirectedLine' | 'redirectedQuery' | 'exchangedNames' | 'unrelatedDigit';

export interface InterchangeGroupSize {
  source: SourceEdit;
  depth: number;
  hops: number;
  tried: number;
  possible: number;
  programs: number;
  noOpLargestChange: number;
}

export interface InterchangeCell {
  /** `value:k`, `refers-to:k`, `queried-name`, `answer`, `root-line`, `bound-names` or `unrelated`. */
  variable: string;
  source: SourceEdit;
  hops: number;
  layer: number;
  /** A token's role, or `both:newline` and the like. */
  place: string;
  accuracy: Proportion;
  chance: number;
  rival: Proportion | null;
  kept: Proportion;
}

export interface VariableHome {
  variable: string;
  source: SourceEdit;
  hops: number;
  layer: number;
  place: string;
  accuracy: Proportion;
  random: Proportion;
  after: number | null;
  step: number;
  low: number;
  high: number | null;
}

export interface CheckpointAbstraction {
  step: number;
  /** One per home, in the order in which they were chosen, the same at every checkpoint. */
  cells: InterchangeCell[];
}

export interface AbstractionResult {
  format: number;
  checkpoint: number;
  layers: number;
  programs: InterchangeGroupSize[];
  cells: InterchangeCell[];
  homes: VariableHome[];
  checkpoints: CheckpointAbstraction[];
}
