import type { CheckpointUnseen, Original, SymbolRole, UnseenComparison, UnseenResult, UnseenRoles } from '../api/contract.g';
import { answerLineLabels } from './generalisation';

export const roleLabels: Readonly<Record<SymbolRole, string>> = {
  queried: 'queried name',
  followed: 'followed name',
  root: 'name at the root',
  answer: 'answer',
};

export const roleColors: Readonly<Record<SymbolRole, string>> = {
  queried: 'var(--series-1)',
  followed: 'var(--series-2)',
  root: 'var(--series-3)',
  answer: 'var(--series-5)',
};

/** "queried name: c k o; answer: 3 8" */
export function leftOut(unseen: UnseenRoles): string {
  return (Object.keys(roleLabels) as SymbolRole[])
    .filter((role) => unseen[role].length > 0)
    .map((role) => `${roleLabels[role]}: ${[...unseen[role]].join(' ')}`)
    .join('; ');
}

/** The checkpoint that is nearest to a step; the last one for none. */
export function checkpointAt(result: UnseenResult, step: number | null): CheckpointUnseen | undefined {
  return step === null
    ? result.checkpoints.at(-1)
    : result.checkpoints.reduce<CheckpointUnseen | undefined>(
        (best, one) => (best && Math.abs(best.step - step) <= Math.abs(one.step - step) ? best : one),
        undefined,
      );
}

/** The roles that a checkpoint has pairs of, in the order of the result. */
export function rolesIn(checkpoint: CheckpointUnseen): SymbolRole[] {
  return [...new Set(checkpoint.comparisons.map((one) => one.role))];
}

/** Whether all pairs of a role and a kind are compared, and not a group of them. */
export function isOfAll(one: UnseenComparison): boolean {
  return one.hops === null && one.answerLine === null && one.symbol === null;
}

/** All pairs of one role, of those with a program of the test set in one arm. */
export function whole(checkpoint: CheckpointUnseen, role: SymbolRole, original: Original): UnseenComparison | undefined {
  return checkpoint.comparisons.find((one) => one.role === role && one.original === original && isOfAll(one));
}

/** What a comparison is of: "all", "2 hops", "on line 1" (the answer), "name k". */
export function groupLabel(one: UnseenComparison): string {
  const hops = one.hops === null ? [] : [`${one.hops} hop${one.hops === 1 ? '' : 's'}`];
  const line = one.answerLine === null ? [] : [answerLineLabels[one.answerLine].replace('answer on ', 'on ')];
  if (hops.length + line.length > 0) {
    return [...hops, ...line].join(', ');
  }

  return one.symbol === null ? 'all' : `${one.role === 'answer' ? 'digit' : 'name'} ${one.symbol}`;
}
