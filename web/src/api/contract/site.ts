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
  live: boolean;
  limits: Limits;
  runs: RunSummary[];
  /** Folders beside the runs that cannot be read as runs, and why. */
  problems?: string[];
}
