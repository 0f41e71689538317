/** What linear probes read from the residual stream. */

import type { Estimate } from './numbers';

export interface StateProbe {
  afterLayer: number;
  state: Estimate;
  boundVariable: Estimate;
  anyVariable: Estimate;
  ownVariable: Estimate;
  shuffledState: Estimate;
  shuffledBoundVariable: Estimate;
  gap: number;
  iterations: number;
  converged: boolean;
}

export interface LineProbe {
  afterLayer: number;
  target: 'value' | 'depth';
  accuracy: Estimate;
  onVariables: Estimate;
  majority: number;
  control: Estimate;
  selectivity: number;
  gap: number;
  iterations: number;
  converged: boolean;
}

export interface ProbeResult {
  format: number;
  checkpoint: number;
  layers: number;
  fitPrograms: number;
  testPrograms: number;
  states: StateProbe[];
  lines: LineProbe[];
}
