/** Which properties of a program tell whether the model gets it right. */

import type { ProgramFeature } from './behaviour';
import type { Estimate, Proportion } from './numbers';

export interface FeatureImportance {
  feature: ProgramFeature;
  lossIncrease: Estimate;
  areaDecrease: number;
}

export interface CheckpointImportance {
  step: number;
  accuracy: Proportion;
  predicted: Proportion | null;
  guessed: Proportion | null;
  area: number;
  loss: number;
  nullLoss: number;
  converged: boolean;
  features: FeatureImportance[];
}

export interface ImportanceResult {
  format: number;
  fitPrograms: number;
  testPrograms: number;
  checkpoints: CheckpointImportance[];
}
