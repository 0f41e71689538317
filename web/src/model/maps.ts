import type { AnalysisEntry, MapCheckpoint, SubspaceMap, SubspaceTarget } from '../api/contract.g';

/** Points that keep their identity over checkpoints: the same token has the same place in every list. */
export interface Cloud {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The map at a step, and how far on the way to the next map the step is (0 where it is on a map). */
export function mapAt(result: SubspaceMap, step: number): { place: number; checkpoint: MaybeUmap } | null {
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
export function inOrder(result: SubspaceMap): MaybeUmap[] {
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
  /** Tokens after the right-hand sides: 0 for those themselves, 1 for the newlines. */
  readonly after: number;
}

/** The maps in a run's list of analyses, by layer. Maps of another method are named `subspace-METHOD-LAYER-TARGET`. */
export function mapsOf(analyses: readonly AnalysisEntry[]): StoredMap[] {
  return analyses
    .flatMap(({ name }): StoredMap[] => {
      const found = /^subspace-([a-z]+)-(\d+)-(digit|name)(?:-after-(\d))?$/.exec(name);
      return found
        ? [{ name, kind: found[1] ?? 'map', layer: Number(found[2]), target: found[3] as SubspaceTarget, after: Number(found[4] ?? 0) }]
        : [];
    })
    .sort((a, b) => a.layer - b.layer);
}

/** At most `most` of the stored steps, evenly taken, the first and the last among them. */
export function spreadSteps(steps: readonly number[], most: number): number[] {
  if (steps.length <= most) return [...steps];
  return Array.from({ length: most }, (_, i) => steps[Math.round((i * (steps.length - 1)) / (most - 1))] ?? 0);
}

/** Results of older builds have no UMAP. */
export type MaybeUmap = Omit<MapCheckpoint, Umap> & Partial<Pick<MapCheckpoint, Umap>>;
type Umap = 'umapX' | 'umapY' | 'trustworthiness';

/** A checkpoint's points: in the two dimensions of largest variance, or in a UMAP; null where the map has none. */
export function cloudOf(checkpoint: MaybeUmap | undefined, way: 'variance' | 'umap'): Cloud | null {
  if (checkpoint === undefined) return null;
  if (way === 'variance') return { x: checkpoint.x, y: checkpoint.y };
  return checkpoint.umapX && checkpoint.umapY ? { x: checkpoint.umapX, y: checkpoint.umapY } : null;
}

/** How many tokens after the right-hand sides an analysis of subspaces took its vectors, from its name. */
export function offsetOf(name: string): number {
  return Number(/-after-(\d)$/.exec(name)?.[1] ?? 0);
}
