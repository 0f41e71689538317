import type { Cloud } from '../model/maps';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

export interface Projection {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/**
 * One projection for all checkpoints, so that points move only because the vectors do. Both axes have the same scale: distances on the map
 * are distances in the subspace.
 */
export function projection(clouds: readonly Cloud[], frame: Frame): Projection {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const cloud of clouds) {
    for (const value of cloud.x) {
      left = Math.min(left, value);
      right = Math.max(right, value);
    }
    for (const value of cloud.y) {
      top = Math.min(top, value);
      bottom = Math.max(bottom, value);
    }
  }
  if (!(right >= left) || !(bottom >= top)) {
    return { scale: 1, offsetX: frame.width / 2, offsetY: frame.height / 2 };
  }
  const scale = Math.min(
    (frame.width - 2 * frame.margin) / Math.max(right - left, 1e-9),
    (frame.height - 2 * frame.margin) / Math.max(bottom - top, 1e-9),
  );
  return {
    scale,
    offsetX: frame.width / 2 - (scale * (left + right)) / 2,
    offsetY: frame.height / 2 + (scale * (top + bottom)) / 2,
  };
}

/** A cloud in pixels; y grows downwards. */
export function project(cloud: Cloud, by: Projection): Cloud {
  return { x: cloud.x.map((value) => by.offsetX + by.scale * value), y: cloud.y.map((value) => by.offsetY - by.scale * value) };
}

/** The cloud between two checkpoints, 0 at the first and 1 at the second: what an animation shows on the way. */
export function between(from: Cloud, to: Cloud, share: number): Cloud {
  const mix = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + ((b[i] ?? value) - value) * share);
  return { x: mix(from.x, to.x), y: mix(from.y, to.y) };
}

/** The place of the point nearest to a position, no farther than `reach`; -1 where there is none. */
export function nearestPoint(cloud: Cloud, x: number, y: number, reach: number): number {
  let best = -1;
  let least = reach * reach;
  cloud.x.forEach((value, i) => {
    const distance = (value - x) ** 2 + ((cloud.y[i] ?? 0) - y) ** 2;
    if (distance <= least) {
      best = i;
      least = distance;
    }
  });
  return best;
}

export interface ClassCentre {
  readonly group: number;
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

/** The middle (median of each axis) of every class, where its label stands. */
export function classCentres(cloud: Cloud, classes: readonly number[]): ClassCentre[] {
  const groups = [...new Set(classes)].sort((a, b) => a - b);
  return groups.map((group) => {
    const members = classes.flatMap((one, i) => (one === group ? [i] : []));
    return {
      group,
      x: median(members.map((i) => cloud.x[i] ?? 0)),
      y: median(members.map((i) => cloud.y[i] ?? 0)),
      count: members.length,
    };
  });
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
