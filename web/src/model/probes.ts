import type { Proportion } from './statistics';

/** `analyses/probes-STEP/result.json`. */
export interface ProbeResult {
  readonly checkpoint: number;
  readonly layers: number;
  readonly fitPrograms: number;
  readonly testPrograms: number;
  readonly states: readonly StateProbe[];
  readonly lines: readonly LineProbe[];
}

export interface StateProbe {
  readonly afterLayer: number;
  readonly state: Proportion;
  readonly boundVariable: Proportion;
  readonly anyVariable: Proportion;
  readonly ownVariable: Proportion;
  readonly shuffledState: Proportion;
  readonly shuffledBoundVariable: Proportion;
  readonly converged: boolean;
}

export interface LineProbe {
  readonly afterLayer: number;
  readonly target: 'value' | 'depth';
  readonly accuracy: Proportion;
  readonly onVariables: Proportion;
  readonly majority: number;
  readonly control: Proportion;
  readonly selectivity: number;
  readonly converged: boolean;
}

/** The row whose measure is largest; null where there are no rows. */
export function bestLayer(states: readonly StateProbe[], of: (probe: StateProbe) => Proportion): StateProbe | null {
  return states.reduce<StateProbe | null>((best, probe) => (best === null || of(probe).value > of(best).value ? probe : best), null);
}

/** "embeddings" for 0, else "after layer 3". */
export function afterLayer(layer: number): string {
  return layer === 0 ? 'embeddings' : `after layer ${layer}`;
}
