/** The cells of a circuit over training. */

import type { AnswerLineGroup, DevelopmentResult, Emergence, FollowedCell } from '../api/contract.g';
import type { Reading } from './patching';
import { byRole } from './tokens';

export interface CellCurve {
  /** `2,rhs:1` */
  readonly id: string;
  readonly layer: number;
  readonly role: string;
  /** `(2, rhs:1)` */
  readonly label: string;
  readonly why: string;
  readonly heuristic: boolean;
  readonly points: readonly (Reading & { readonly step: number })[];
  readonly emergence: Emergence | null;
}

export const cellId = (layer: number, role: string): string => `${layer},${role}`;

/** The heuristic's cell is the one at the colon: the circuit's cells are at the chain's tokens and the query. */
const isHeuristic = (cell: FollowedCell): boolean => cell.role === 'colon' && /heuristic/u.test(cell.why);

/** The curves of one group of programs, heuristic first, then along the digit's way. Cells that the group has not are left out. */
export function curvesOf(result: DevelopmentResult, hops: number, answerLine: AnswerLineGroup): readonly CellCurve[] {
  return [...result.cells]
    .sort((a, b) => Number(isHeuristic(b)) - Number(isHeuristic(a)) || byRole(a.role, b.role) || a.layer - b.layer)
    .map((cell) => ({
      id: cellId(cell.layer, cell.role),
      layer: cell.layer,
      role: cell.role,
      label: `(${cell.layer}, ${cell.role})`,
      why: cell.why,
      heuristic: isHeuristic(cell),
      points: result.checkpoints.flatMap((checkpoint) => {
        const value = checkpoint.values.find(
          (one) => one.layer === cell.layer && one.role === cell.role && one.hops === hops && one.answerLine === answerLine,
        );
        return value ? [{ step: checkpoint.step, ...value.success }] : [];
      }),
      emergence:
        result.order.find((one) => one.layer === cell.layer && one.role === cell.role && one.hops === hops && one.answerLine === answerLine) ?? null,
    }))
    .filter((curve) => curve.points.length > 0);
}

/** How often a group was answered right at each checkpoint, on the same programs. */
export function accuracyOf(result: DevelopmentResult, hops: number, answerLine: AnswerLineGroup): readonly (Reading & { step: number })[] {
  return result.checkpoints.flatMap((checkpoint) => {
    const one = checkpoint.accuracy.find((group) => group.hops === hops && group.answerLine === answerLine);
    return one ? [{ step: checkpoint.step, ...one.accuracy }] : [];
  });
}

/** Success of every followed cell at one checkpoint or the last before it, in one group. */
export function atStep(curve: CellCurve, step: number): (Reading & { step: number }) | null {
  let found: (Reading & { step: number }) | null = null;
  for (const point of curve.points) {
    if (point.step <= step) {
      found = point;
    }
  }
  return found;
}

/** Emergences, earliest first, as rows; cells of one group or of all. */
export function orderOf(result: DevelopmentResult, answerLine: AnswerLineGroup | null): readonly Emergence[] {
  return result.order
    .filter((one) => answerLine === null || one.answerLine === answerLine)
    .sort((a, b) => a.step - b.step || a.hops - b.hops || byRole(a.role, b.role));
}
