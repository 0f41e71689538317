/** One run: data/runs/{run}/run.json. */

import type { PhasesResult } from './phases';
import type { RunSummary } from './site';

export interface CheckpointEntry {
  step: number;
  accuracy: number | null;
  /** Whether its files are tied to each other by checksums, so that exchanged or edited ones are noticed. */
  checksums: boolean;
}

export interface AnalysisEntry {
  name: string;
  kind: string;
  checkpoint: number | null;
  title: string;
  question: string;
  command: string;
  /** 0 where only the checkpoints' own files exist yet. */
  bytes: number;
  spec: unknown;
  /** Steps with a file of their own: analyses/{name}/checkpoints/{step}.json. */
  checkpoints?: number[];
}

export interface RunDetail {
  summary: RunSummary;
  spec: RunSpec;
  environment: RunEnvironment | null;
  checkpoints: CheckpointEntry[];
  phases: PhasesResult | null;
  analyses: AnalysisEntry[];
  /** Whether there is a report, at data/report/{run}/index.html. */
  report: boolean;
}

export interface RunSpec {
  format: number;
  assistance: string[];
  preset: Preset;
}

export interface Preset {
  name: string;
  task: {
    lines: number;
    maximumHops: number;
    constantShare: number;
    depthExponent: number;
    names: string;
    depth: string;
    nameCount: number;
    digitCount: number;
    balance: string;
  };
  data: { train: number; validation: number; test: number; heldOutCombinations: number; seed: number };
  model: {
    layers: number;
    heads: number;
    headWidth: number;
    width: number;
    mlpWidth: number;
    vocabulary: number;
    positions: number;
    biases: string;
    ropeBase: number;
    dropout: number;
    parameterCount: number;
  };
  training: {
    steps: number;
    batch: number;
    objective: { loss: string; queries: number; answerAtQueryVariable: number; valueAtRightHandSide: number };
    optimizer: { beta1: number; beta2: number; epsilon: number; weightDecay: number; clipNorm: number; kind: string; muon: { peak: number; momentum: number; iterations: number } | null };
    learningRate: { peak: number; warmupSteps: number; decayFrom: number; floor: number };
    source: string;
    curriculum: unknown[];
    evaluationPrograms: number;
    seed: number;
  };
}

export interface RunEnvironment {
  version: string;
  /** Of runs of older builds, which computed with libtorch. */
  torch: string | null;
  lanes: string | null;
  processor: string | null;
  runtime: string;
  system: string;
  architecture: string;
  device: string;
  workers: number;
  threads: number;
}
