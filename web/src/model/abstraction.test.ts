import { expect, it } from 'vitest';
import type { AbstractionResult } from '../api/contract.g';
import { homeCurves } from './abstraction';

it('tells two curves of one place and variable apart by their sources', () => {
  const home = (variable: string, source: string) => ({ variable, source, hops: 2, layer: 6, place: 'rhs:1' });
  const result = { homes: [home('value:1', 'rootDigit'), home('value:1', 'movedRoot'), home('queried-name', 'redirectedQuery')], checkpoints: [] } as unknown as AbstractionResult;
  expect(homeCurves(result).map((curve) => curve.label)).toEqual(['value of depth 1, another digit', 'value of depth 1, moved root', 'queried name']);
});
