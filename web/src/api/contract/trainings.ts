/** Trainings begun from a page: api/train…. */

import type { RunSummary } from './site';

/** A preset that can be trained from a page. */
export interface PresetOffer {
  name: string;
  lines: number;
  maximumHops: number;
  parameters: number;
  steps: number;
  /** Minutes on two free cores. */
  minutesFrom: number;
  /** Minutes on two cores that other work shares. */
  minutesTo: number;
  assistance: string[];
}

export type DeskStage = 'training' | 'phases' | 'analyses';
export type DeskState = 'running' | 'stopping' | 'stopped' | 'finished' | 'failed';

/** What the server works on, or did last. */
export interface DeskJobState {
  run: string;
  stage: DeskStage;
  state: DeskState;
  /** The last line that its command said. */
  message: string | null;
  error: string | null;
  hint: string | null;
}

export interface TrainingOffer {
  /** Why nothing can be begun on this server; null where it can. */
  refusal: string | null;
  presets: PresetOffer[];
  job: DeskJobState | null;
  /** The runs that are trained now, by whomever. */
  training: RunSummary[];
  /** A text that changes when a run comes, goes, changes its state or gets an analysis. */
  listing: string;
}

export interface TrainRequest {
  preset: string;
  seed: number;
}

export interface TrainingAnswer {
  run: string;
}
