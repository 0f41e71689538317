/** Scales of training steps. A logarithmic one must show step 0 too: it stands one octave left of the first positive step. */

export type StepKind = 'log' | 'linear';

export interface StepScale {
  (step: number): number;
  invert(position: number): number;
  kind: StepKind;
  domain: [number, number];
  range: [number, number];
}

export function stepScale(steps: readonly number[], kind: StepKind, range: [number, number]): StepScale {
  const low = steps.length > 0 ? Math.min(...steps) : 0;
  const high = Math.max(steps.length > 0 ? Math.max(...steps) : 1, low + 1);
  const positive = steps.filter((step) => step > 0);
  const first = positive.length > 0 ? Math.min(...positive) : 1;
  const shift = low > 0 ? 0 : first;
  const forward = kind === 'log' ? (step: number) => Math.log(Math.max(step, low > 0 ? low / 2 : 0) + shift) : (step: number) => step;
  const backward = kind === 'log' ? (value: number) => Math.exp(value) - shift : (value: number) => value;
  const from = forward(low);
  const span = forward(high) - from || 1;
  const scale = ((step: number) => range[0] + ((forward(step) - from) / span) * (range[1] - range[0])) as StepScale;
  scale.invert = (position) => backward(from + ((position - range[0]) / (range[1] - range[0] || 1)) * span);
  scale.kind = kind;
  scale.domain = [low, high];
  scale.range = range;
  return scale;
}

/** The steps that an axis over checkpoints spans: those of the whole training, also where only some of its checkpoints are kept. */
export function axisSteps(kept: readonly number[], evaluated: readonly number[]): readonly number[] {
  return [...new Set([...kept, ...evaluated])].sort((a, b) => a - b);
}

/** Whole, round steps that are at least `room` pixels apart; the first and powers of ten are kept before others. */
export function stepTicks(scale: StepScale, room = 48): number[] {
  const [low, high] = scale.domain;
  let candidates: number[];
  if (scale.kind === 'log') {
    candidates = [];
    for (const factor of [1, 3, 2, 5]) {
      for (let power = 1; power <= high; power *= 10) if (factor * power > low && factor * power <= high) candidates.push(factor * power);
    }
    candidates.unshift(low);
  } else {
    const width = Math.abs(scale.range[1] - scale.range[0]);
    const step = Math.max(1, roundStep((high - low) / Math.max(1, width / Math.max(room, high < 1000 ? 0 : 64))));
    candidates = [];
    for (let at = Math.ceil(low / step) * step; at <= high; at += step) candidates.push(at);
  }
  const taken: number[] = [];
  for (const candidate of candidates) {
    const at = scale(candidate);
    if (taken.every((other) => Math.abs(scale(other) - at) >= room)) taken.push(candidate);
  }
  return taken.sort((a, b) => a - b);
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-12)));
  for (const factor of [1, 2, 5, 10]) if (factor * power >= least * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

/** The index of the nearest of rising numbers. */
export function nearestIndex(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle;
    else high = middle;
  }
  return Math.abs((values[low] ?? 0) - wanted) <= Math.abs((values[high] ?? 0) - wanted) ? low : high;
}
