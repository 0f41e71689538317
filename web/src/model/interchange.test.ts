import { expect, it } from 'vitest';
import type { AbstractionResult, InterchangeCell, SourceEdit } from '../api/contract.g';
import { bestPlace, interchangeGrid, interchangeHops, variableExplanation, variablesOf } from './interchange';
import { proportion } from './statistics';

const share = (count: number) => proportion(count, 100) ?? { value: 0, low: 0, high: 0, programs: 0 };
const cell = (
  variable: string,
  layer: number,
  place: string,
  right: number,
  source: SourceEdit = 'rootDigit',
  hops = 2,
): InterchangeCell => ({
  variable,
  source,
  hops,
  layer,
  place,
  accuracy: share(right),
  chance: 0.1,
  rival: null,
  kept: share(0),
});
const result: AbstractionResult = {
  format: 1,
  checkpoint: 100,
  layers: 3,
  programs: [],
  homes: [],
  checkpoints: [],
  cells: [
    cell('unrelated', 1, 'colon', 0, 'unrelatedDigit'),
    cell('refers-to:2', 2, 'rhs:2', 40, 'redirectedLine'),
    cell('value:2', 2, 'rhs:2', 50),
    cell('value:1', 1, 'rhs:1', 100),
    cell('value:1', 3, 'colon', 90),
    cell('value:1', 2, 'rhs:1', 60),
    cell('value:1', 2, 'rhs:1', 5, 'movedRoot'),
    cell('value:1', 2, 'rhs:1', 70, 'rootDigit', 1),
  ],
};

it('orders variables: values, addresses, the control', () => {
  expect(variablesOf(result)).toEqual(['value:1', 'value:2', 'refers-to:2', 'unrelated']);
  expect(variablesOf(result).every((variable) => variableExplanation(variable) !== '')).toBe(true);
});

it('makes a grid of one kind of source and one number of hops', () => {
  const grid = interchangeGrid(result, 'value:1', 2);
  expect([grid.layers, grid.places]).toEqual([
    [1, 2, 3],
    ['rhs:1', 'colon'],
  ]);
  expect(grid.cells.get('rhs:1/2')?.accuracy.value).toBe(0.6);
  expect(interchangeHops(result, 'value:1')).toEqual([1, 2]);
});

it('looks for the best place where something was computed, not where a token was written', () => {
  expect(interchangeGrid(result, 'value:1', 2).best).toMatchObject({ layer: 3, place: 'colon' });
  expect(interchangeGrid(result, 'unrelated', 2).best).toBeNull();
});

it('finds a variable’s best place over all hops, past the input', () => {
  const cells = [cell('answer', 1, 'colon', 100), cell('answer', 2, 'colon', 40), cell('answer', 3, 'colon', 70, 'rootDigit', 3), cell('unrelated', 1, 'colon', 5)];
  expect(bestPlace({ ...result, cells }, 'answer')).toBe(cells[2]);
  expect(bestPlace({ ...result, cells }, 'unrelated')).toBeNull();
});
