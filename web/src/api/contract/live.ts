/** One program in one checkpoint: data/runs/{run}/example/{step}.json, POST api/runs/{run}/checkpoints/{step}/live and /patch. */

import type { TokenRole } from './numbers';
import type { PatchMap } from './patchMap';

export type LivePart = 'logits' | 'residual' | 'heads' | 'lens' | 'attention' | 'mlp';

export interface LiveRequest {
  program: string;
  source: string;
  parts: LivePart[];
}

/** data/runs/{run}/example.json */
export interface ExamplePrograms {
  base: string;
  source: string;
}

export interface LogitPair {
  base: number[];
  source: number[];
}

/** What patching one head's contribution (or one MLP's output, under head 1) does at every token. */
export interface ComponentMap {
  layers: number;
  /** 0 for MLPs. */
  heads: number;
  /** [layer][head][token]: change of the new digit's logit, patched minus base. */
  change: number[][][];
  /** [layer][head][token]: the patched run's top digit. */
  top: number[][][];
  /** [layer][head][token]: whether the patch changed an activation that the answer can depend on. */
  changed: boolean[][][];
}

export interface AttentionMap {
  layers: number;
  heads: number;
  /** [layer][head][looking token][token looked at]; a row may end at its own token. */
  pattern: number[][][][];
}

export interface LensMapToken {
  position: number;
  token: string;
  /** [entering layer 1 … leaving the last layer][digit] */
  digitLogits: number[][];
  top: string[];
}

export interface LensMap {
  format: number;
  checkpoint: number;
  program: string;
  answer: number;
  tokens: LensMapToken[];
}

export interface LiveProgram {
  program: string;
  source: string;
  step: number;
  logits: LogitPair | null;
  residual: PatchMap | null;
  heads: ComponentMap | null;
  mlp: ComponentMap | null;
  lens: LensMap | null;
  attention: AttentionMap | null;
}

export interface PatchRequest {
  program: string;
  source: string;
  interventions: { site: string; head?: number; role?: TokenRole; position?: number }[];
}
