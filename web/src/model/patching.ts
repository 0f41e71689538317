/** Patching results in the order in which figures show them. */

import type {
  AnswerLineGroup, ComponentMap, EffectCell, Estimate, GroupEffects, MapCell, OutcomeCell, PatchMap, PatchResult, Proportion,
} from '../api/contract.g';
import type { GridPlace } from './gridPlace';
import type { FigureTable } from './table';
import { byRole } from './tokens';

/** What a cell shows. */
export type Measure = 'success' | 'kept' | 'logitDifference' | 'effect';

/** The patch itself, or one of the controls beside it. */
export type Arm = 'patch' | 'unrelated' | 'swapped' | 'random' | 'movedValue' | 'movedPointer' | 'movedKept';

export const measures: readonly { id: Measure; label: string; words: string }[] = [
  { id: 'success', label: 'Success', words: 'share of programs whose patched run answers with the counterfactual’s digit' },
  { id: 'kept', label: 'Kept', words: 'share of programs whose patched run still gives the original answer' },
  { id: 'logitDifference', label: 'Logit difference', words: 'logit of the new digit minus logit of the original one in the patched run, mean' },
  { id: 'effect', label: 'Effect', words: 'how much that logit difference grew against the unpatched run, mean' },
];

export const arms: readonly { id: Arm; label: string; words: string }[] = [
  { id: 'patch', label: 'Patch', words: 'vectors from the counterfactual run' },
  { id: 'swapped', label: 'Roles exchanged', words: 'base and counterfactual exchanged: the same must hold the other way round' },
  { id: 'unrelated', label: 'Unrelated source', words: 'vectors from another program with the same chain lines: what carries a digit carries any digit' },
  { id: 'random', label: 'Random direction', words: 'a change of equal length in a random direction: must do little' },
  { id: 'movedValue', label: 'Moved root: value', words: 'the digit was moved to another line and changed: share that answers with the value that was patched in' },
  { id: 'movedPointer', label: 'Moved root: pointer', words: 'the same patch: share that answers with what stands where the patched vector would point' },
  { id: 'movedKept', label: 'Moved root: kept', words: 'the same patch: share that keeps its answer' },
];

const lineOrder: readonly AnswerLineGroup[] = ['first', 'second', 'later'];

export const answerLineLabel: Record<AnswerLineGroup, string> = {
  first: 'answer on line 1',
  second: 'answer on line 2',
  later: 'answer on a later line',
};

/** The hop counts that occur, in order. */
export const hopsOf = (groups: readonly { hops: number }[]): readonly number[] =>
  [...new Set(groups.map((group) => group.hops))].sort((a, b) => a - b);

/** The answer-line groups that occur, in order. */
export const answerLinesOf = (groups: readonly { answerLine: AnswerLineGroup }[]): readonly AnswerLineGroup[] =>
  lineOrder.filter((line) => groups.some((group) => group.answerLine === line));

/** One number of a grid with its interval and n. */
export interface Reading {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly programs: number;
}

/** A group of programs as a matrix. */
export interface EffectGrid {
  readonly hops: number;
  readonly answerLine: AnswerLineGroup;
  readonly programs: number;
  readonly solved: number;
  readonly tried: number;
  /** In the order of the digit's way. */
  readonly roles: readonly string[];
  /** Rows: layers, or layer.head pairs, in order. */
  readonly rows: readonly { readonly layer: number; readonly head: number; readonly label: string }[];
  /** [row][role]; null where the arm has no such cell. */
  readonly cells: readonly (readonly (Reading | null)[])[];
}

const key = (layer: number, head: number, role: string): string => `${layer}.${head} ${role}`;

function read(cell: EffectCell | OutcomeCell, measure: Measure, arm: Arm): Proportion | Estimate {
  if ('value' in cell) {
    return arm === 'movedPointer' ? cell.pointer : arm === 'movedKept' ? cell.kept : cell.value;
  }
  return cell[measure];
}

function cellsOf(group: GroupEffects, arm: Arm): readonly (EffectCell | OutcomeCell)[] {
  switch (arm) {
    case 'patch':
      return group.cells;
    case 'movedValue':
    case 'movedPointer':
    case 'movedKept':
      return group.controls.movedRoot;
    default:
      return group.controls[arm];
  }
}

/** Whether an arm has its own measure, so that the choice of measure plays no part. */
export const armHasOwnMeasure = (arm: Arm): boolean => arm.startsWith('moved');

/** One group as a matrix of layers (or heads) and roles. */
export function gridOf(group: GroupEffects, measure: Measure, arm: Arm): EffectGrid {
  const cells = cellsOf(group, arm);
  const roles = [...new Set(group.cells.map((cell) => cell.role))].sort(byRole);
  const rows = [...new Map(group.cells.map((cell) => [key(cell.layer, cell.head, ''), cell])).values()]
    .map((cell) => ({ layer: cell.layer, head: cell.head, label: componentLabel(cell.layer, cell.head) }))
    .sort((a, b) => a.layer - b.layer || a.head - b.head);
  const byKey = new Map(cells.map((cell) => [key(cell.layer, cell.head, cell.role), cell]));
  return {
    hops: group.hops,
    answerLine: group.answerLine,
    programs: cells[0] ? read(cells[0], measure, arm).programs : 0,
    solved: group.solved,
    tried: group.tried,
    roles,
    rows,
    cells: rows.map((row) =>
      roles.map((role) => {
        const cell = byKey.get(key(row.layer, row.head, role));
        return cell ? read(cell, measure, arm) : null;
      }),
    ),
  };
}

/** All groups of a result, by hops and answer line. */
export function gridsOf(result: PatchResult, measure: Measure, arm: Arm): readonly EffectGrid[] {
  return [...result.groups]
    .sort((a, b) => a.hops - b.hops || lineOrder.indexOf(a.answerLine) - lineOrder.indexOf(b.answerLine))
    .map((group) => gridOf(group, measure, arm));
}

/** `6.2` for head 2 of layer 6; `layer 6` where there is no head. */
export const componentLabel = (layer: number, head: number): string => (head === 0 ? `layer ${layer}` : `${layer}.${head}`);

/** The largest absolute value of some grids; what a colour scale spans. At least `least`, so that noise does not fill the scale. */
export function reach(grids: readonly EffectGrid[], least = 1): number {
  let most = least;
  for (const grid of grids) {
    for (const row of grid.cells) {
      for (const cell of row) {
        most = Math.max(most, Math.abs(cell?.value ?? 0));
      }
    }
  }
  return most;
}

/** Logits that the strongest colour of an effect stands for, on every map: the same at step 100 and at the end. 10 logits make odds 22,000 times as good. */
export const fixedSpan = 10;

/** A table of grids: everything that the figure shows, with intervals. */
export function gridTable(grids: readonly EffectGrid[], measure: string): FigureTable {
  const heads = grids.some((grid) => grid.rows.some((row) => row.head > 0));
  return {
    columns: ['hops', 'answer line', 'layer', ...(heads ? ['head'] : []), 'token', measure, 'low', 'high', 'n'].map((label) => ({ label })),
    rows: grids.flatMap((grid) =>
      grid.rows.flatMap((row, i) =>
        grid.roles.flatMap((role, j) => {
          const cell = grid.cells[i]?.[j];
          return cell
            ? [[grid.hops, grid.answerLine, row.layer, ...(heads ? [row.head] : []), role, cell.value, cell.low, cell.high, cell.programs]]
            : [];
        }),
      ),
    ),
  };
}

/** A map's cells as [layer - 1][position]. */
export function mapMatrix(map: PatchMap): readonly (readonly (MapCell | null)[])[] {
  const matrix: (MapCell | null)[][] = Array.from({ length: map.layers }, () => map.tokens.map(() => null));
  for (const cell of map.cells) {
    const row = matrix[cell.layer - 1];
    if (row && cell.position in row) {
      row[cell.position] = cell;
    }
  }
  return matrix;
}

/** The cell of a map that says most: of those that make the answer the new digit, the strongest of the last layer that has any. */
export function tellingCell(map: PatchMap): MapCell | null {
  return map.cells
    .filter((one) => one.changed && one.success)
    .reduce<MapCell | null>(
      (last, one) => (last === null || one.layer > last.layer || (one.layer === last.layer && one.newDigitChange > last.newDigitChange) ? one : last),
      null,
    );
}

/** One token of a component's row: what patching the component there does. */
export interface ComponentCell {
  readonly position: number;
  readonly change: number;
  readonly top: number;
  readonly changed: boolean;
}

export interface ComponentRow {
  readonly layer: number;
  /** 0 where the components are MLPs. */
  readonly head: number;
  readonly label: string;
  readonly cells: readonly ComponentCell[];
}

/** Heads (or MLPs) as rows, in order, each with its cells by position. */
export function componentRows(map: ComponentMap): readonly ComponentRow[] {
  return map.change.flatMap((heads, l) =>
    heads.map((tokens, h) => {
      const [layer, head] = [l + 1, map.heads === 0 ? 0 : h + 1];
      return {
        layer,
        head,
        label: componentLabel(layer, head),
        cells: tokens.map((change, position) => ({
          position,
          change,
          top: map.top[l]?.[h]?.[position] ?? 0,
          changed: map.changed[l]?.[h]?.[position] ?? false,
        })),
      };
    }),
  );
}

/** What a patch did, as a sentence. */
export function patchSentence(cell: MapCell, map: PatchMap): string {
  if (!cell.changed) {
    return 'The two runs are identical here, or nothing that the answer reads lies behind: the effect is exactly 0.';
  }
  const size = Math.abs(cell.newDigitChange);
  const change =
    size < 0.005 ? "The new digit's logit changes by less than 0.01" : `The new digit's logit ${cell.newDigitChange >= 0 ? 'rises' : 'falls'} by ${size.toFixed(2)}`;
  const answer = cell.top === map.sourceAnswer
    ? `the model now answers ${cell.top}, as if the program said ${map.sourceAnswer}.`
    : cell.top === map.baseAnswer
      ? `the model still answers ${cell.top}.`
      : `the model now answers ${cell.top}, which is neither.`;
  return `${change}; ${answer}`;
}

/**
 * The cell that says most of a sweep: of the deepest group with late answers, the one of highest success that is not the root's own token
 * entering layer 1 (which differs by construction). The later layer of equals. Null for an empty sweep.
 */
export function strongestCell(result: PatchResult): GridPlace | null {
  const groups = [...result.groups].sort((a, b) => lineOrder.indexOf(b.answerLine) - lineOrder.indexOf(a.answerLine) || b.hops - a.hops);
  const group = groups[0];
  const cell = group?.cells
    .filter((one) => one.layer > 1 || one.head > 0 || (one.role !== 'rhs:1' && one.role !== 'span:1'))
    .reduce<EffectCell | null>(
      (best, one) => (best === null || one.success.value > best.success.value || (one.success.value === best.success.value && one.layer > best.layer) ? one : best),
      null,
    );
  return group && cell ? { hops: group.hops, answerLine: group.answerLine, layer: cell.layer, head: cell.head, role: cell.role } : null;
}

/** The patch and its controls at one cell, as shares of programs; what was not measured is left out. */
export function controlsAt(result: PatchResult, place: GridPlace): readonly { id: Arm; label: string; words: string; reading: Reading }[] {
  const group = result.groups.find((one) => one.hops === place.hops && one.answerLine === place.answerLine);
  return arms.flatMap((arm) => {
    const cell = group
      ? cellsOf(group, arm.id).find((one) => one.layer === place.layer && one.head === place.head && one.role === place.role)
      : undefined;
    return cell ? [{ ...arm, reading: read(cell, 'success', arm.id) }] : [];
  });
}
