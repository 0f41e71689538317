/** One program over the training: POST api/runs/{run}/logits-over-training. */

export interface LogitsOverTrainingRequest {
  program: string;
}

export interface CheckpointLogits {
  step: number;
  /** Ten digits at the colon. */
  logits: number[];
  /** [layer][digit]: the lens at the colon. */
  lens: number[][];
}

export interface TrainingLogits {
  program: string;
  answer: number;
  layers: number;
  checkpoints: CheckpointLogits[];
}
