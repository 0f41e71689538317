/** Sweeps of patches over the test programs: the residual stream, heads, MLPs. */

import type { AnswerLineGroup, Estimate, Proportion, TokenRole } from './numbers';

export type PatchTarget = 'residual' | 'heads' | 'mlp';

export interface LogitMeans {
  new: Estimate;
  original: Estimate;
  /** Of the source's answer among the ten digits. */
  probability: Estimate;
  /** KL(base run || patched run) of the ten digits' probabilities, in nats. */
  divergence: Estimate;
}

export interface EffectCell {
  layer: number;
  /** 0 where the site has no heads. */
  head: number;
  role: TokenRole;
  success: Proportion;
  kept: Proportion;
  logitDifference: Estimate;
  effect: Estimate;
  /** Null in controls, absent in results of earlier versions. */
  logits?: LogitMeans | null;
  /** Success in every other pair, which places are chosen by; absent in controls and in results of earlier versions. */
  choosing?: Proportion | null;
  /** Success in the other pairs, which chosen places are judged by. */
  judging?: Proportion | null;
}

export interface OutcomeCell {
  layer: number;
  head: number;
  role: TokenRole;
  value: Proportion;
  pointer: Proportion;
  kept: Proportion;
}

export interface GroupControls {
  noOpLargestChange: number;
  unrelated: EffectCell[];
  swapped: EffectCell[];
  random: EffectCell[];
  movedRoot: OutcomeCell[];
}

export interface GroupEffects {
  hops: number;
  answerLine: AnswerLineGroup;
  available: number;
  tried: number;
  solved: number;
  programs: number;
  cells: EffectCell[];
  controls: GroupControls;
}

export interface RoleEffect {
  role: TokenRole;
  hops: number;
  effect: Estimate;
  success: number;
}

export interface ComponentRank {
  layer: number;
  head: number;
  strongest: RoleEffect;
  serves: string;
  byRole: RoleEffect[];
}

export interface PatchResult {
  format: number;
  checkpoint: number;
  target: PatchTarget;
  layers: number;
  heads: number;
  groups: GroupEffects[];
  ranking: ComponentRank[];
}
