import { describe, expect, it } from 'vitest';
import type { AbstractionResult, CumulativeResult, RoutePart } from '../api/contract.g';
import { homeCurves, placeWords, variableWords } from './abstraction';
import { ablationCurve, isShared, partCurve, partLabel, routeSentence, transplantMatrix } from './cumulative';

const share = (value: number) => ({ value, low: value - 0.1, high: value + 0.1, programs: 50 });
const part = (layer: number, head: number, token: RoutePart['token']): RoutePart => ({
  layer, head, token, hops: 2, answerLine: 'later', role: 'colon', effect: share(1),
});
const cumulative: CumulativeResult = {
  format: 1, checkpoint: 200, programs: 50, early: null, origin: 'plateau', heuristicCheckpoint: 100, shared: 1,
  heuristic: [part(1, 1, 'colon'), part(2, 1, 'right')],
  circuit: [part(2, 1, 'right')],
  ablations: [
    { step: 200, ablation: 'none', method: 'mean', answerLine: 'all', accuracy: share(1), lowest: 1, highest: 1 },
    { step: 100, ablation: 'none', method: 'mean', answerLine: 'all', accuracy: share(0.5), lowest: 0.5, highest: 0.5 },
    { step: 200, ablation: 'circuit', method: 'mean', answerLine: 'all', accuracy: share(0.6), lowest: 0.6, highest: 0.6 },
    { step: 200, ablation: 'circuit', method: 'zero', answerLine: 'all', accuracy: share(0.2), lowest: 0.2, highest: 0.2 },
    { step: 200, ablation: 'circuit', method: 'mean', answerLine: '1', accuracy: share(0.9), lowest: 0.9, highest: 0.9 },
  ],
  effects: [{ step: 200, part: 0, effect: share(9), success: share(0.7) }, { step: 100, part: 0, effect: share(1), success: share(0.1) }],
  order: [],
  transplants: [
    { step: 200, block: 'unembedding', direction: 'earlierIntoLast', accuracy: share(1) },
    { step: 100, block: 'layer 10', direction: 'earlierIntoLast', accuracy: share(0.4) },
    { step: 100, block: 'layer 2', direction: 'earlierIntoLast', accuracy: share(0.3) },
    { step: 100, block: 'embedding', direction: 'lastIntoEarlier', accuracy: share(0.1) },
  ],
};

describe('cumulative', () => {
  it('gives accuracy without some parts, by step', () => {
    expect(ablationCurve(cumulative, 'none', 'zero', 'all').map((one) => [one.step, one.value])).toEqual([[100, 0.5], [200, 1]]);
    expect(ablationCurve(cumulative, 'circuit', 'zero', 'all').map((one) => one.value)).toEqual([0.2]);
    expect(ablationCurve(cumulative, 'circuit', 'mean', '1').map((one) => one.value)).toEqual([0.9]);
    expect(ablationCurve(cumulative, 'both', 'mean', 'all')).toEqual([]);
  });

  it('names parts and tells shared ones', () => {
    expect(partLabel(part(2, 1, 'newline'))).toBe('2.1 at newlines');
    expect(isShared(part(2, 1, 'right'), cumulative.circuit)).toBe(true);
    expect(isShared(part(2, 1, 'colon'), cumulative.circuit)).toBe(false);
    expect(partCurve(cumulative, 0, 'success').map((one) => one.value)).toEqual([0.1, 0.7]);
  });

  it('lays transplants out from the embedding up', () => {
    const matrix = transplantMatrix(cumulative, 'earlierIntoLast');
    expect(matrix.blocks).toEqual(['layer 2', 'layer 10', 'unembedding']);
    expect(matrix.cells.map((row) => row.map((cell) => cell?.value ?? null))).toEqual([[0.3, null], [0.4, null], [null, 1]]);
  });

  it('says where the heuristic’s parts come from', () => {
    expect(routeSentence(cumulative)).toContain('those of step 100. The circuit has 1 part, the heuristic 2, and they share 1.');
    expect(routeSentence({ ...cumulative, origin: 'none' })).toContain('No heuristic route');
  });
});

describe('abstraction', () => {
  const cell = { variable: 'value:2', source: 'redirectedLine' as const, hops: 2, layer: 3, place: 'rhs:2+1', accuracy: share(0.8), chance: 0.1, rival: null, kept: share(0.1) };
  const result: AbstractionResult = {
    format: 1, checkpoint: 200, layers: 3, programs: [], cells: [cell],
    homes: [{ ...cell, random: share(0), after: 100, step: 200, low: 100, high: 200 }],
    checkpoints: [{ step: 100, cells: [{ ...cell, accuracy: share(0.2) }] }, { step: 200, cells: [cell] }],
  };

  it('follows each home over the checkpoints', () => {
    expect(homeCurves(result)[0]?.points.map((point) => [point.step, point.value])).toEqual([[100, 0.2], [200, 0.8]]);
    expect(homeCurves(result, 3)).toEqual([]);
  });

  it('puts variables and places into words', () => {
    expect(['value:2', 'refers-to:3', 'queried-name', 'root-line'].map(variableWords)).toEqual([
      'value of depth 2', 'name that depth 3 refers to', 'queried name', 'line of the root',
    ]);
    expect(['rhs:2+1', 'both:next-name', 'colon'].map(placeWords)).toEqual(['rhs:2+1', 'next name of both lines', 'colon']);
  });
});
