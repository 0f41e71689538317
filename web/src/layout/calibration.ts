import type { Proportion } from '../api/contract.g';

/** One bin of the reliability diagram, in pixels; accuracy with its interval, and the predictions in it. */
export interface CalibrationMark {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly left: number;
  readonly right: number;
  /** Height of the bin's bar of predictions, as a share of the largest. */
  readonly weight: number;
  /** Whether the interval leaves out the diagonal: confidence and accuracy differ by more than chance. */
  readonly off: boolean;
}

export interface CalibrationInput {
  readonly from: number;
  readonly to: number;
  readonly confidence: number;
  readonly accuracy: Proportion;
}

/** Places bins in a square of `size` pixels whose axes run from 0 to 1; y grows downwards. */
export function calibrationMarks(bins: readonly CalibrationInput[], size: number): CalibrationMark[] {
  const largest = Math.max(1, ...bins.map((bin) => bin.accuracy.programs));
  return bins.map((bin) => ({
    x: bin.confidence * size,
    y: (1 - bin.accuracy.value) * size,
    low: (1 - bin.accuracy.low) * size,
    high: (1 - bin.accuracy.high) * size,
    left: bin.from * size,
    right: bin.to * size,
    weight: bin.accuracy.programs / largest,
    off: bin.confidence < bin.accuracy.low || bin.confidence > bin.accuracy.high,
  }));
}
