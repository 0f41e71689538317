/** What the page and the engine's worker say to each other. */

import type { CheckpointLogits, LivePart, LiveProgram, ModelSpec, PairPatchResult, PatchRequest } from '../src/api/contract.g';

/** A checkpoint of the site. */
export interface Place {
  /** The address of the run's data, with a slash at its end. */
  readonly folder: string;
  readonly step: number;
  readonly spec: ModelSpec;
  /** The address of the weights, where the page made them itself; else they lie in the folder. */
  readonly weights?: string;
}

export type Question =
  | { readonly kind: 'program'; readonly program: string; readonly source?: string | null; readonly parts: readonly LivePart[] }
  | ({ readonly kind: 'patch' } & PatchRequest)
  | { readonly kind: 'colon'; readonly program: string };

export type Answer = LiveProgram | PairPatchResult | CheckpointLogits;

export type ToWorker = { readonly id: number; readonly place: Place; readonly question: Question } | { readonly id: number; readonly stop: true };

export type FromWorker =
  | { readonly id: number; readonly answer: Answer }
  /** `unfit`: this page cannot compute at all for this checkpoint; what is stored stays. */
  | { readonly id: number; readonly failure: string; readonly unfit: boolean };
