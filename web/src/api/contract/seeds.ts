/** The same training from several seeds. */

import type { Proportion } from './numbers';
import type { PhaseKind, StepInterval } from './phases';

export type Boundary =
  | 'chanceEnds'
  | 'heuristicBegins'
  | 'heuristicEnds'
  | 'solvedBegins'
  | 'ninety'
  | 'ninetyNine'
  | 'ninetyNinePointNine';

export interface RunBoundary {
  boundary: Boundary;
  step: number | null;
  interval: StepInterval | null;
}

export interface SeedRun {
  name: string;
  seed: number;
  phases: PhaseKind[];
  boundaries: RunBoundary[];
  plateau: Proportion | null;
  plateauFirstTwoConstants: number | null;
  final: Proportion;
  steps: number[];
  accuracy: number[];
}

export interface BoundarySpread {
  boundary: Boundary;
  runs: number;
  of: number;
  earliest: number | null;
  median: number | null;
  latest: number | null;
  mean: number | null;
  low: number | null;
  high: number | null;
}

export interface CurvePoint {
  step: number;
  runs: number;
  mean: number;
  lowest: number;
  highest: number;
  standardDeviation: number;
}

export interface SeedsResult {
  format: number;
  runs: SeedRun[];
  spread: BoundarySpread[];
  curve: CurvePoint[];
  allThreePhases: number;
}
