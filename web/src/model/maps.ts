/** `analyses/subspace-map-LAYER-TARGET/result.json`: the same tokens at every checkpoint. */
export interface MapResult {
  readonly layer: number;
  readonly target: 'digit' | 'name';
  readonly classes: readonly number[];
  readonly depths: readonly number[];
  readonly checkpoints: readonly MapCheckpoint[];
}

export interface MapCheckpoint {
  readonly step: number;
  readonly components: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly shown: number;
  readonly disparity: number;
  readonly nearestCentre: number;
}

/** The map at a step, and how far on the way to the next map the step is (0 where it is on a map). */
export function mapAt(result: MapResult, step: number): { place: number; checkpoint: MapCheckpoint } | null {
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
export function inOrder(result: MapResult): MapCheckpoint[] {
  return [...result.checkpoints].sort((a, b) => a.step - b.step);
}

/** A class's name: the digit, or the letter of a name. */
export function className(target: 'digit' | 'name', value: number): string {
  return target === 'digit' ? String(value) : String.fromCharCode(97 + value);
}
