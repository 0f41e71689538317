/** The few directions that hold a digit or a name, and maps of tokens in them. */

import type { Estimate, Proportion } from './numbers';

export type SubspaceTarget = 'digit' | 'name';

export type SwapArm =
  | 'selected'
  | 'wholeVector'
  | 'complement'
  | 'largestVariance'
  | 'random'
  | 'equalNorm'
  | 'shuffledLabels'
  | 'unseenClasses'
  | 'selectedOnSamePairs'
  | 'exchanged'
  | 'rootAlone'
  | 'laterAlone'
  | 'laterWhole'
  | 'laterVariance'
  | 'laterRandom';

export interface SwapOutcome {
  arm: SwapArm;
  rank: number;
  success: Proportion;
  kept: Proportion;
  draws: number;
  lowest: number;
  highest: number;
  /** Success in every other pair, which layers are chosen by; absent in results of earlier versions. */
  choosing?: Proportion | null;
  /** Success in the other pairs, which chosen layers are judged by. */
  judging?: Proportion | null;
}

export interface PathPoint {
  penalty: number;
  kept: number;
  accuracy: number;
  objective: number;
  gap: number;
  iterations: number;
  converged: boolean;
}

export interface SubspaceFinding {
  layer: number;
  target: SubspaceTarget;
  tokens: number;
  components: number[];
  variance: number;
  penalty: number;
  gap: number;
  converged: boolean;
  accuracy: Estimate;
  unshrunkAccuracy: Estimate;
  allComponentsAccuracy: Estimate;
  shuffledAccuracy: Estimate;
  pairs: number;
  swaps: SwapOutcome[];
  path: PathPoint[];
}

export interface SubspaceResult {
  format: number;
  checkpoint: number;
  width: number;
  components: number;
  findings: SubspaceFinding[];
}

export interface MapCheckpoint {
  step: number;
  components: number[];
  x: number[];
  y: number[];
  shown: number;
  disparity: number;
  nearestCentre: number;
  /** A UMAP of the same tokens, started at the aligned map. */
  umapX: number[];
  umapY: number[];
  trustworthiness: number;
  planeTrustworthiness: number;
}

/** Points of tokens in two dimensions over the checkpoints (C#: Subspaces.Maps.MapResult). */
export interface SubspaceMap {
  format: number;
  layer: number;
  target: SubspaceTarget;
  classes: number[];
  depths: number[];
  checkpoints: MapCheckpoint[];
}
