/** How long trainings take: rows of times, ratios of arms, and laws as lines, as figures draw them. */

import type { ArmComparison, DepthLaw, DepthLaws, LearningTimeResult, RunTime, TimedRun, TimeLaw, TimeMeasure, TimeUnit } from '../api/contract.g';
import { decimal, integer, plural, short } from './format';

export const measureNames: Record<TimeMeasure, string> = { plateau: 'plateau', learned: 'learned' };

export const unitNames: Record<TimeUnit, string> = { steps: 'steps', tokens: 'tokens', rateSum: 'sum of learning rates' };

/** A number of a time, as steps, tokens and sums of rates are read: rates add up to little. */
export function amount(value: number): string {
  return value >= 10 ? (value >= 100_000 ? short(Number(value.toPrecision(3))) : integer(value)) : value.toPrecision(2);
}

/** "1,700", or "> 4,800" where the run ended first. */
export function timeWords(time: RunTime | null): string {
  return time === null ? 'none' : `${time.hasEnded ? '' : '> '}${integer(time.steps)}`;
}

/** "1.45 × (0.84–2.50), 3 pairs" */
export function ratioWords(one: ArmComparison): string {
  const pairs = plural(one.pairs, 'pair');
  if (one.ratio === null) return one.pairs === 0 ? 'no pair' : `undecided, ${pairs}`;
  const ends = one.low !== null && one.high !== null ? ` (${decimal(one.low)}–${decimal(one.high)})` : '';
  return `${one.isBound ? 'at least ' : ''}${decimal(one.ratio)} ×${ends}, ${pairs}`;
}

/** Of a run, a time in a unit; null where there is none or it is 0, which has no logarithm. */
export function timeIn(run: TimedRun, measure: TimeMeasure, unit: TimeUnit): { value: number; hasEnded: boolean } | null {
  const time = run[measure];
  return time === null || time[unit] <= 0 ? null : { value: time[unit], hasEnded: time.hasEnded };
}

export interface LawPoint {
  readonly run: string;
  readonly arm: number;
  /** The field's value. */
  readonly x: number;
  readonly y: number;
  /** Whether it is known to be larger than it looks. */
  readonly isBound: boolean;
}

/** The runs as points of a law. */
export function lawPoints(result: LearningTimeResult, measure: TimeMeasure, unit: TimeUnit): LawPoint[] {
  return result.runs.flatMap((run) => {
    const time = timeIn(run, measure, unit);
    const x = result.arms[run.arm]?.value ?? null;
    return time === null || x === null ? [] : [{ run: run.name, arm: run.arm, x, y: time.value, isBound: !time.hasEnded }];
  });
}

/** A power law at some places. */
export function lawLine(law: TimeLaw, xs: readonly number[]): [number, number][] {
  const { exponent, factor } = law;
  return exponent === null || factor === null ? [] : xs.map((x) => [x, factor * x ** exponent]);
}

/** "exponent −1.02 (−1.20 to −0.81), 12 runs of which 2 had not ended", or why there is none. */
export function lawWords(law: TimeLaw): string {
  if (law.exponent === null || law.low === null || law.high === null) return `no law: ${law.reason ?? ''}`;
  return `exponent ${decimal(law.exponent)} (${decimal(law.low)} to ${decimal(law.high)}), ${plural(law.runs, 'run')}${law.notEnded > 0 ? `, ${integer(law.notEnded)} of which had not ended` : ''}`;
}

export const depthLawNames: Record<DepthLaw['kind'], string> = { linear: 'as many more', logHops: 'as many times more', doubling: '2^(layers − 2)' };

/** The hops that a law gives to a number of layers. */
export function depthAt(law: DepthLaw, fewest: number, most: number, layers: number): number {
  if (law.kind === 'doubling') return 2 ** (layers - 2);
  const share = (layers - fewest) / (most - fewest);
  return law.kind === 'linear' ? (1 - share) * law.least + share * law.most : law.least ** (1 - share) * law.most ** share;
}

/** What the laws say together. */
export function depthWords(depth: DepthLaws): string {
  switch (depth.verdict) {
    case 'noLaw':
      return `No law is fitted: ${depth.reason ?? ''}.`;
    case 'undecided':
      return 'These runs do not decide: none of the three laws is refused for another.';
    case 'linear':
      return 'As many more hops with each layer: the other laws are refused.';
    case 'logHops':
      return 'As many times more hops with each layer, so that layers go with the logarithm of the hops; the straight line and 2^(layers − 2) are refused.';
    case 'doubling':
      return 'The straight line is refused and 2^(layers − 2) is not.';
    case 'none':
      return 'Each of the three laws is refused for another.';
  }
}
