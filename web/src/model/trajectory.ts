import type { Evaluation, Phase } from '../api/contract.g';
import { proportion } from './statistics';

export interface CurvePoint {
  x: number;
  y: number | null;
  low?: number;
  high?: number;
}

function point(step: number, part: number, of: number): CurvePoint {
  const share = proportion(part, of);
  return share === null ? { x: step, y: null } : { x: step, y: share.value, low: share.low, high: share.high };
}

export function accuracyCurve(lines: readonly Evaluation[]): CurvePoint[] {
  return lines.map((line) => point(line.step, Math.round(line.accuracy * line.n), line.n));
}

/** The mean loss since the evaluation before; step 0 has none. */
export function lossCurve(lines: readonly Evaluation[]): CurvePoint[] {
  return lines.filter((line) => line.step > 0).map((line) => ({ x: line.step, y: line.loss }));
}

export interface Curves {
  key: number;
  /** Programs behind the last point. */
  n: number;
  points: CurvePoint[];
}

export function curvesByHops(lines: readonly Evaluation[]): Curves[] {
  return grouped(lines, (line) => line.byHops.map((one) => ({ key: one.hops, n: one.n, correct: one.correct })));
}

export function curvesByAnswerLine(lines: readonly Evaluation[]): Curves[] {
  return grouped(lines, (line) => line.byAnswerLine.map((one) => ({ key: one.line, n: one.n, correct: one.correct })));
}

function grouped(lines: readonly Evaluation[], of: (line: Evaluation) => { key: number; n: number; correct: number }[]): Curves[] {
  const curves = new Map<number, Curves>();
  for (const line of lines) {
    for (const one of of(line)) {
      const curve = curves.get(one.key) ?? { key: one.key, n: 0, points: [] };
      curve.n = one.n;
      curve.points.push(point(line.step, one.correct, one.n));
      curves.set(one.key, curve);
    }
  }
  return [...curves.values()].sort((a, b) => a.key - b.key);
}

/** Shares of the predicted digits 0-9 and, last, of tokens that are no digit; each list has one share per evaluation. */
export function digitShares(lines: readonly Evaluation[]): number[][] {
  return Array.from({ length: 11 }, (_, digit) =>
    lines.map((line) => (line.n > 0 ? (digit < 10 ? (line.predictions[digit] ?? 0) : line.nonDigit) / line.n : 0)),
  );
}

export interface Agreement {
  id: 'line1Constant' | 'line2Constant' | 'firstTwoConstants' | 'anyConstant' | 'nonDigit';
  label: string;
  says: string;
  points: CurvePoint[];
}

/** How often the prediction is what a simple rule says. */
export function agreements(lines: readonly Evaluation[]): Agreement[] {
  const curve = (part: (line: Evaluation) => number, of: (line: Evaluation) => number) => lines.map((line) => point(line.step, part(line), of(line)));
  const all = (line: Evaluation) => line.n;
  return [
    { id: 'line1Constant', label: 'line 1’s digit', says: 'the digit on line 1', points: curve((line) => line.line1Constant, all) },
    {
      id: 'line2Constant',
      label: 'line 2’s digit',
      says: 'the digit on line 2, among programs that have one there',
      points: curve((line) => line.line2Constant, (line) => line.line2ConstantN),
    },
    { id: 'firstTwoConstants', label: 'one of the first two', says: 'one of the first two digits of the program', points: curve((line) => line.firstTwoConstants, all) },
    { id: 'anyConstant', label: 'a digit of the program', says: 'any digit that stands in the program', points: curve((line) => line.anyConstant, all) },
    { id: 'nonDigit', label: 'no digit', says: 'a token that is no digit', points: curve((line) => line.nonDigit, all) },
  ];
}

/** How much the accuracy of a phase rose above guessing. */
export function phaseOf(phases: readonly Phase[], kind: Phase['kind']): Phase | null {
  return phases.find((phase) => phase.kind === kind) ?? null;
}

/** "80–141" or "at 100"; empty where the analysis gives no interval. */
export function boundaryWords(interval: { low: number; high: number } | null, format: (value: number) => string): string {
  if (interval === null) return '';
  return interval.low === interval.high ? `at ${format(interval.low)}` : `${format(interval.low)}–${format(interval.high)}`;
}
