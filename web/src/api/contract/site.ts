/** The runs that can be looked at: data/site.json. */

import type { Proportion } from './numbers';

export interface Limits {
  programCharacters: number;
  programLines: number;
  bodyBytes: number;
  queue: number;
  deadlineSeconds: number;
}

export interface RunSummary {
  name: string;
  preset: string;
  seed: number;
  steps: number;
  lastStep: number;
  state: 'training' | 'stopped' | 'finished';
  parameters: number;
  lines: number;
  maximumHops: number;
  layers: number;
  heads: number;
  width: number;
  accuracy: Proportion | null;
  phase: string | null;
  assistance: string[];
  checkpoints: number;
  analyses: number;
  reference: boolean;
}

export interface Site {
  format: number;
  version: string;
  /** Whether a server answers; false in an exported folder. */
  live: boolean;
  /** Whether the folder holds the checkpoints' weights, so that its pages compute answers themselves. */
  weights?: boolean;
  limits: Limits;
  runs: RunSummary[];
  /** Folders beside the runs that cannot be read as runs, and why. */
  problems?: string[];
}
