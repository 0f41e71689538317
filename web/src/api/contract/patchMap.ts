/** One program and its counterfactual: the residual map and single patches. */

import type { TokenRole } from './numbers';

export interface MapToken {
  position: number;
  text: string;
  line: number;
  role: TokenRole | null;
}

export interface MapCell {
  layer: number;
  position: number;
  newDigitChange: number;
  normalised: number;
  top: number;
  success: boolean;
  changed: boolean;
  /** The ten digits' logits of the patched run; null where nothing changed. */
  logits: number[] | null;
}

/** Figure 3a: one program, every layer and token (C#: Patching.Single.MapResult). */
export interface PatchMap {
  format: number;
  checkpoint: number;
  tokens: MapToken[];
  layers: number;
  baseAnswer: number;
  sourceAnswer: number;
  baseLogits: number[];
  sourceLogits: number[];
  cells: MapCell[];
}

export interface PairPatchResult {
  base: number[];
  source: number[];
  patched: number[];
  position: number;
  sourcePosition: number;
  baseAnswer: number;
  sourceAnswer: number;
  baseTop: number;
  sourceTop: number;
  patchedTop: number;
  effect: string;
}
