import { expect, test } from 'vitest';
import type { CheckpointUnseen, UnseenComparison, UnseenResult } from '../api/contract.g';
import { checkpointAt, groupLabel, leftOut, rolesIn, whole } from './unseen';

const share = { value: 0.5, low: 0.4, high: 0.6, programs: 100 };
const comparison = (change: Partial<UnseenComparison>): UnseenComparison => ({
  role: 'queried',
  original: 'unseen',
  hops: null,
  answerLine: null,
  symbol: null,
  unseen: share,
  seen: share,
  bothRight: 50,
  unseenAlone: 0,
  seenAlone: 0,
  difference: { value: 0, low: 0, high: 0 },
  pValue: 1,
  ...change,
});
const at = (step: number, comparisons: UnseenComparison[] = []): CheckpointUnseen => ({ step, comparisons, sayings: [] });

test('what was left out is said role by role', () => {
  expect(leftOut({ queried: 'cko', followed: '', root: '', answer: '38' })).toBe('queried name: c k o; answer: 3 8');
});

test('the nearest checkpoint is taken, the last without a step', () => {
  const result: UnseenResult = { format: 1, unseen: { queried: 'x', followed: '', root: '', answer: '' }, programs: 9, checkpoints: [at(0), at(100), at(1000)], level: 0.9, milestones: [] };
  expect(checkpointAt(result, null)?.step).toBe(1000);
  expect(checkpointAt(result, 60)?.step).toBe(100);
  expect(checkpointAt(result, 50)?.step).toBe(0);
  expect(checkpointAt({ ...result, checkpoints: [] }, 7)).toBeUndefined();
});

test('groups are told apart', () => {
  const checkpoint = at(1, [comparison({ hops: 2 }), comparison({ answerLine: 'later' }), comparison({ hops: 1, answerLine: 'first' }), comparison({ symbol: 'k' }), comparison({}), comparison({ role: 'answer', symbol: '8', original: 'seen' })]);
  expect(checkpoint.comparisons.map(groupLabel)).toEqual(['2 hops', 'on a later line', '1 hop, on line 1', 'name k', 'all', 'digit 8']);
  expect(rolesIn(checkpoint)).toEqual(['queried', 'answer']);
  expect(whole(checkpoint, 'queried', 'unseen')).toBe(checkpoint.comparisons[4]);
  expect(whole(checkpoint, 'answer', 'seen')).toBeUndefined();
});
