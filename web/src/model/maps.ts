import type { AnalysisEntry, MapCheckpoint, SubspaceMap, SubspaceTarget } from '../api/contract';
/** The map at a step, and how far on the way to the next map the step is (0 where it is on a map). */
export function mapAt(result: SubspaceMap, step: number): { place: number; checkpoint: MapCheckpoint } | null {
  const sorted = inOrder(result);
  let place = 0;
  sorted.forEach((checkpoint, i) => {
    if (checkpoint.step <= step) {
      place = i;
    }
  });
  const checkpoint = sorted[place];
  return checkpoint === undefined ? null : { place, checkpoint };
}

/** Maps by step, whatever the order they were asked for in. */
export function inOrder(result: SubspaceMap): MapCheckpoint[] {
  return [...result.checkpoints].sort((a, b) => a.step - b.step);
}

/** A class's name: the digit, or the letter of a name. */
export function className(target: SubspaceTarget, value: number): string {
  return target === 'digit' ? String(value) : String.fromCharCode(97 + value);
}

/** A stored map: how its two dimensions were made, of which layer and for what. */
export interface StoredMap {
  readonly name: string;
  /** `map` for principal components; the method's name otherwise. */
  readonly kind: string;
  readonly layer: number;
  readonly target: SubspaceTarget;
}

/** The maps in a run's list of analyses, by layer. Maps of another method are named `subspace-METHOD-LAYER-TARGET`. */
export function mapsOf(analyses: readonly AnalysisEntry[]): StoredMap[] {
  return analyses
    .flatMap(({ name }): StoredMap[] => {
      const found = /^subspace-([a-z]+)-(\d+)-(digit|name)$/.exec(name);
      return found ? [{ name, kind: found[1] ?? 'map', layer: Number(found[2]), target: found[3] as SubspaceTarget }] : [];
    })
    .sort((a, b) => a.layer - b.layer);
}

/** At most `most` of the stored steps, evenly taken, the first and the last among them. */
export function spreadSteps(steps: readonly number[], most: number): number[] {
  if (steps.length <= most) return [...steps];
  return Array.from({ length: most }, (_, i) => steps[Math.round((i * (steps.length - 1)) / (most - 1))] ?? 0);
}
