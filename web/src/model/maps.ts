import type { MapCheckpoint, SubspaceMap, SubspaceTarget } from '../api/contract';
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
