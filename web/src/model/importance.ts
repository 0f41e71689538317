import type { Estimate } from '../api/contract';
import { attributeOf, type ProgramAtCheckpoint } from './attributes';

/*
 * Which properties of a program tell whether the model is right? The measure is mutual information: how many of the bits that one does not know
 * about right-or-wrong a property removes, as a share of those bits. Alone, a property gets credit for whatever it goes together with; given hops and
 * answer line (1, 2, later: finer strata would be too empty to count in), only for what these two do not say already. Counting makes information out of noise, so its expected amount (Miller and Madow) is
 * taken off, which may leave a little less than 0. Intervals are jackknife intervals over twenty parts of the programs.
 */

/** How far one property tells right from wrong. */
export interface Importance {
  readonly attribute: string;
  readonly label: string;
  /** Share of the uncertainty that it removes; null where every program is right, or every one wrong. */
  readonly alone: Estimate | null;
  /** The same beyond hops and answer line; null for these two. */
  readonly beyond: Estimate | null;
}

const parts = 20;

/** Properties that are compared; hops and answer line are what the others are compared beyond. */
export const importanceAttributes = [
  'answerLine',
  'hops',
  'branches',
  'chainSpan',
  'queryLine',
  'queriedNameAssignments',
  'rebindingsOnChain',
  'constants',
  'answer',
] as const;

interface Row {
  readonly right: boolean;
  readonly value: string;
  readonly stratum: string;
}

const entropy = (share: number) => (share <= 0 || share >= 1 ? 0 : -share * Math.log2(share) - (1 - share) * Math.log2(1 - share));

/** Mutual information of right-or-wrong and a value within strata, over the entropy of right-or-wrong; Miller and Madow's bias taken off. */
function informationShare(rows: readonly Row[]): number {
  const cells = new Map<string, Map<string, { right: number; all: number }>>();
  let right = 0;
  for (const row of rows) {
    const stratum = cells.get(row.stratum) ?? new Map<string, { right: number; all: number }>();
    const cell = stratum.get(row.value) ?? { right: 0, all: 0 };
    cell.all++;
    if (row.right) {
      cell.right++;
      right++;
    }
    stratum.set(row.value, cell);
    cells.set(row.stratum, stratum);
  }
  const n = rows.length;
  let bits = 0;
  let freedom = 0;
  for (const stratum of cells.values()) {
    let [stratumRight, stratumAll] = [0, 0];
    let within = 0;
    for (const cell of stratum.values()) {
      stratumRight += cell.right;
      stratumAll += cell.all;
      within += (cell.all / n) * entropy(cell.right / cell.all);
    }
    bits += (stratumAll / n) * entropy(stratumRight / stratumAll) - within;
    freedom += stratumRight > 0 && stratumRight < stratumAll ? stratum.size - 1 : 0;
  }
  return (bits - freedom / (2 * n * Math.LN2)) / entropy(right / n);
}

function estimate(rows: readonly Row[]): Estimate | null {
  const right = rows.filter((row) => row.right).length;
  if (right === 0 || right === rows.length || rows.length < 2 * parts) return null;
  const value = informationShare(rows);
  const without = Array.from({ length: parts }, (_, part) => informationShare(rows.filter((_, i) => i % parts !== part)));
  const usable = without.filter((one) => Number.isFinite(one));
  const mean = usable.reduce((sum, one) => sum + one, 0) / usable.length;
  const variance = ((usable.length - 1) / usable.length) * usable.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const half = 1.96 * Math.sqrt(variance);
  return { value, low: value - half, high: value + half, programs: rows.length };
}

/** The importance of every property at one checkpoint, the largest alone first. */
export function importance(programs: readonly ProgramAtCheckpoint[]): Importance[] {
  const given = programs.map((one) => `${one.program.hops}/${Math.min(3, one.program.answerLine)}`);
  return importanceAttributes
    .map((key): Importance => {
      const attribute = attributeOf(key, key);
      const values = programs.map((one) => ({ right: one.prediction === one.program.answer, value: attribute.of(one).key }));
      return {
        attribute: key,
        label: attribute.label,
        alone: estimate(values.map((row) => ({ ...row, stratum: '' }))),
        beyond: key === 'hops' || key === 'answerLine' ? null : estimate(values.map((row, i) => ({ ...row, stratum: given[i] ?? '' }))),
      };
    })
    .sort((a, b) => (b.alone?.value ?? 0) - (a.alone?.value ?? 0));
}
