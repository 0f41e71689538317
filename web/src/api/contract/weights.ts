/** The weights of a run in an exported folder: data/runs/{run}/weights.json, beside checkpoints/{step}/weights.safetensors. */

export interface CheckpointWeights {
  step: number;
  /** `half` where rounding to float16 changes no prediction, else `single`. */
  precision: 'single' | 'half';
  /** What the C# engine answers to `program` with these very weights: the ten digits at the colon. A page holds its own answer to it. */
  logits: number[];
}

export interface RunWeights {
  format: number;
  program: string;
  source: string;
  checkpoints: CheckpointWeights[];
}
