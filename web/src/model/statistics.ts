import { deviance95 as deviance } from '../api/constants.g';
import type { Proportion } from '../api/contract.g';

/** The share `count / of` with Wilson's 95 % interval; null where there is nothing to share. */
export function proportion(count: number, of: number): Proportion | null {
  if (of === 0) {
    return null;
  }
  const p = count / of;
  const centre = (p + deviance / (2 * of)) / (1 + deviance / of);
  const half = Math.sqrt(deviance * ((p * (1 - p)) / of + deviance / (4 * of * of))) / (1 + deviance / of);
  return { value: p, low: count === 0 ? 0 : centre - half, high: count === of ? 1 : centre + half, programs: of };
}

/**
 * McNemar's exact test, two-sided: how likely a split at least as uneven is if a program that flips is as likely to be gained as to be lost.
 * Summed in logarithms, so that thousands of flips do not underflow.
 */
export function mcNemar(gained: number, lost: number): number {
  const flips = gained + lost;
  if (flips === 0) {
    return 1;
  }
  const fewer = Math.min(gained, lost);
  let logTerm = -flips * Math.LN2;
  let largest = logTerm;
  const terms = [logTerm];
  for (let k = 1; k <= fewer; k++) {
    logTerm += Math.log(flips - k + 1) - Math.log(k);
    terms.push(logTerm);
    largest = Math.max(largest, logTerm);
  }
  const sum = terms.reduce((total, term) => total + Math.exp(term - largest), 0);
  return Math.min(1, 2 * Math.exp(largest) * sum);
}

/**
 * The change of accuracy between two checkpoints on the same programs, `(gained - lost) / programs`, with Wald's 95 % interval for
 * paired data.
 */
export function pairedDifference(gained: number, lost: number, programs: number): Proportion | null {
  if (programs === 0) {
    return null;
  }
  const value = (gained - lost) / programs;
  const variance = (gained + lost - (gained - lost) ** 2 / programs) / programs ** 2;
  const half = Math.sqrt(deviance * Math.max(0, variance));
  return { value, low: Math.max(-1, value - half), high: Math.min(1, value + half), programs };
}

/** A mean with a normal 95 % interval from the values' own spread; one value has none but itself. */
export function meanOf(values: readonly number[]): Proportion {
  const n = values.length;
  const mean = n === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / n;
  const variance = n < 2 ? 0 : values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = n < 2 ? 0 : Math.sqrt((deviance * variance) / n);
  return { value: mean, low: mean - half, high: mean + half, programs: n };
}
