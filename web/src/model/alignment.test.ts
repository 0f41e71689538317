import { expect, it } from 'vitest';
import type { AlignmentResult } from '../api/contract.g';
import { alignmentFits, alignmentPlaces, tokenWords } from './alignment';
import { proportion } from './statistics';

const share = (count: number) => proportion(count, 100) ?? { value: 0, low: 0, high: 0, programs: 0 };
const ceiling = (layer: number, token: string, isFitted: boolean) => ({
  layer,
  target: 'digit' as const,
  token,
  trainSuccess: share(90),
  success: share(90),
  isFitted,
});
const fit = (layer: number, rank: number, target: 'digit' | 'name' = 'digit') => ({
  layer,
  target,
  token: 'rhs',
  rank,
  success: share(80),
  kept: share(0),
  trainSuccess: share(80),
  random: share(1),
  randomHighest: 0.02,
  shuffled: null,
  loss: 0,
  steps: 1,
  converged: true,
});
const result: AlignmentResult = {
  format: 1,
  checkpoint: 1,
  width: 64,
  ceilings: [ceiling(3, 'rhs', true), ceiling(2, 'rhs', true), ceiling(2, 'rhs+1', false)],
  fits: [fit(2, 8), fit(2, 1), fit(3, 1), fit(2, 2, 'name')],
};

it('offers the places that were trained, by layer', () => {
  expect(alignmentPlaces(result, 'digit').map((place) => place.layer)).toEqual([2, 3]);
  expect(alignmentPlaces(result, 'name')).toEqual([]);
});

it('orders a place’s fits by rank', () => {
  expect(alignmentFits(result, 'digit', { layer: 2, token: 'rhs' }).map((one) => one.rank)).toEqual([1, 8]);
});

it('names tokens', () => {
  expect([tokenWords('rhs'), tokenWords('rhs+1'), tokenWords('rhs+3')]).toEqual([
    'right-hand sides',
    '1 token after the right-hand sides',
    '3 tokens after the right-hand sides',
  ]);
});
