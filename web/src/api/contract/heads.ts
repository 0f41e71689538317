/** What heads look at, and what they write towards the answer. */

import type { Estimate, TokenRole } from './numbers';

export interface RoleAttention {
  hops: number;
  from: TokenRole;
  to: TokenRole;
  weight: number;
  over?: Estimate | null;
}

export interface HeadEstimates {
  previousToken: Estimate;
  twoBack: Estimate;
  lineStart: Estimate;
  sameName: Estimate;
  binding: Estimate;
  entropy: Estimate;
}

export interface HeadAttention {
  layer: number;
  head: number;
  previousToken: number;
  twoBack: number;
  lineStart: number;
  sameName: number;
  binding: number;
  entropy: number;
  betweenRoles: RoleAttention[];
  estimates?: HeadEstimates | null;
}

export interface LogitShare {
  part: string;
  layer: number;
  head: number;
  contribution: Estimate;
}

export interface HeadResult {
  format: number;
  checkpoint: number;
  programs: number;
  tried: number;
  heads: HeadAttention[];
  logits: LogitShare[];
  logitDifference: number;
}
