/** Subspaces that were trained to carry the answer. */

import type { Proportion } from './numbers';
import type { SubspaceTarget } from './subspaces';

export interface AlignmentCeiling {
  layer: number;
  target: SubspaceTarget;
  /** `rhs`, or `rhs+1` to `rhs+3`. */
  token: string;
  trainSuccess: Proportion;
  success: Proportion;
  isFitted: boolean;
}

export interface AlignmentFit {
  layer: number;
  target: SubspaceTarget;
  token: string;
  rank: number;
  success: Proportion;
  kept: Proportion;
  trainSuccess: Proportion;
  random: Proportion;
  randomHighest: number;
  shuffled: Proportion | null;
  loss: number;
  steps: number;
  converged: boolean;
}

export interface AlignmentResult {
  format: number;
  checkpoint: number;
  width: number;
  ceilings: AlignmentCeiling[];
  fits: AlignmentFit[];
}
