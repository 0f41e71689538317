import type { Estimate, StateProbe } from '../api/contract.g';

/** The row whose measure is largest; null where there are no rows. */
export function bestLayer(states: readonly StateProbe[], of: (probe: StateProbe) => Estimate): StateProbe | null {
  return states.reduce<StateProbe | null>((best, probe) => (best === null || of(probe).value > of(best).value ? probe : best), null);
}

/** "embeddings" for 0, else "after layer 3". */
export function afterLayer(layer: number): string {
  return layer === 0 ? 'embeddings' : `after layer ${layer}`;
}
