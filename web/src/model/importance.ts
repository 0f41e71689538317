import { deviance95, fewestOfAKind } from '../api/constants.g';
import type { Estimate } from '../api/contract.g';
import { attributeOf } from './attributes';
import type { TestProgram } from './testPrograms';

/*
 * Which properties of a program tell whether the model is right? The measure is mutual information: how many of the bits that one does not know
 * about right-or-wrong a property removes, as a share of those bits. Alone, a property gets credit for whatever it goes together with; given hops and
 * answer line (1, 2, later: finer strata would be too empty to count in), only for what these two do not say already. Counting makes information out of
 * noise, so its expected amount (Miller and Madow) is taken off, which may leave a little less than 0. Intervals are jackknife intervals over twenty
 * parts of the programs. Categories are coded once per test set and counted per part, so that a step of the scrubber costs one pass over the programs.
 */

/** How far one property tells right from wrong. */
export interface Importance {
  readonly attribute: string;
  readonly label: string;
  /** Share of the uncertainty that it removes; null where fewer than `fewestOfAKind` programs are wrong, or right. */
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

/** Every program's category as a small number. */
interface Codes {
  readonly of: Int32Array;
  readonly count: number;
}

interface Coded {
  readonly attributes: ReadonlyMap<string, Codes>;
  readonly strata: Codes;
}

const coded = new WeakMap<readonly TestProgram[], Coded>();

function codesOf(keys: readonly string[]): Codes {
  const known = new Map<string, number>();
  const of = Int32Array.from(keys, (key) => {
    const code = known.get(key) ?? known.size;
    known.set(key, code);
    return code;
  });
  return { of, count: known.size };
}

function code(programs: readonly TestProgram[]): Coded {
  let found = coded.get(programs);
  if (found === undefined) {
    found = {
      attributes: new Map(
        importanceAttributes.map((key) => {
          const attribute = attributeOf(key, key);
          return [key, codesOf(programs.map((program) => attribute.of({ program, prediction: -1, explanation: null }).key))];
        }),
      ),
      strata: codesOf(programs.map((program) => `${program.hops}/${Math.min(3, program.answerLine)}`)),
    };
    coded.set(programs, found);
  }
  return found;
}

const one: Codes = { of: new Int32Array(0), count: 1 };

const entropy = (share: number) => (share <= 0 || share >= 1 ? 0 : -share * Math.log2(share) - (1 - share) * Math.log2(1 - share));

/** Mutual information of right-or-wrong and a value within strata, over the entropy of right-or-wrong, from counts of cells. */
function informationShare(all: Float64Array, right: Float64Array, strata: number, values: number): number {
  let [n, allRight, left, freedom] = [0, 0, 0, 0];
  let between = 0;
  for (let stratum = 0; stratum < strata; stratum++) {
    let [stratumAll, stratumRight, seen] = [0, 0, 0];
    for (let value = 0; value < values; value++) {
      const count = all[stratum * values + value] ?? 0;
      if (count === 0) continue;
      const hits = right[stratum * values + value] ?? 0;
      stratumAll += count;
      stratumRight += hits;
      seen++;
      left += count * entropy(hits / count);
    }
    n += stratumAll;
    allRight += stratumRight;
    between += stratumAll * entropy(stratumAll === 0 ? 0 : stratumRight / stratumAll);
    freedom += stratumRight > 0 && stratumRight < stratumAll ? seen - 1 : 0;
  }
  return ((between - left) / n - freedom / (2 * n * Math.LN2)) / entropy(allRight / n);
}

function estimate(right: readonly boolean[], values: Codes, strata: Codes): Estimate | null {
  const n = right.length;
  const hits = right.reduce((sum, is) => sum + (is ? 1 : 0), 0);
  if (Math.min(hits, n - hits) < fewestOfAKind || n < 2 * parts) return null;
  const cells = strata.count * values.count;
  const all = Array.from({ length: parts }, () => new Float64Array(cells));
  const rightOf = Array.from({ length: parts }, () => new Float64Array(cells));
  const [total, totalRight] = [new Float64Array(cells), new Float64Array(cells)];
  for (let i = 0; i < n; i++) {
    const cell = (strata.count === 1 ? 0 : (strata.of[i] ?? 0)) * values.count + (values.of[i] ?? 0);
    const part = i % parts;
    (all[part] as Float64Array)[cell]!++;
    total[cell]!++;
    if (right[i] === true) {
      (rightOf[part] as Float64Array)[cell]!++;
      totalRight[cell]!++;
    }
  }
  const value = informationShare(total, totalRight, strata.count, values.count);
  const usable = all
    .map((counts, part) =>
      informationShare(
        total.map((count, cell) => count - (counts[cell] ?? 0)),
        totalRight.map((count, cell) => count - (rightOf[part]?.[cell] ?? 0)),
        strata.count,
        values.count,
      ),
    )
    .filter((share) => Number.isFinite(share));
  const mean = usable.reduce((sum, share) => sum + share, 0) / usable.length;
  const variance = ((usable.length - 1) / usable.length) * usable.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  const half = Math.sqrt(deviance95 * variance);
  return { value, low: value - half, high: value + half, programs: n };
}

/** The importance of every property at one checkpoint, the largest alone first; predictions are in the programs' order. */
export function importance(programs: readonly TestProgram[], predictions: readonly number[]): Importance[] {
  const { attributes, strata } = code(programs);
  const right = programs.map((program, i) => predictions[i] === program.answer);
  return importanceAttributes
    .map((key): Importance => {
      const values = attributes.get(key) ?? one;
      return {
        attribute: key,
        label: attributeOf(key, key).label,
        alone: estimate(right, values, one),
        beyond: key === 'hops' || key === 'answerLine' ? null : estimate(right, values, strata),
      };
    })
    .sort((a, b) => (b.alone?.value ?? 0) - (a.alone?.value ?? 0));
}
