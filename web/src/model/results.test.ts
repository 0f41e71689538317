import { describe, expect, it } from 'vitest';
import type { GeneralisationResult, SubspaceFinding, SubspaceMap, SwapArm } from '../api/contract.g';
import { curves, reach, variationRows } from './generalisation';
import { className, inOrder, mapAt, mapsOf, offsetOf, spreadSteps } from './maps';
import { afterLayer, bestLayer } from './probes';
import { findingOf, layersOf, orderedSwaps, success, tellingLayer } from './subspaces';
import { proportion } from './statistics';

const share = (count: number, of = 100) => proportion(count, of) ?? { value: 0, low: 0, high: 0, programs: 0 };

describe('generalisation', () => {
  const result: GeneralisationResult = {
    format: 1,
    checkpoint: 1,
    trainedLines: 4,
    trainedHops: 2,
    longestLines: 6,
    byLines: [
      { value: 6, answerLine: 'first', accuracy: share(40) },
      { value: 4, answerLine: 'first', accuracy: share(99) },
      { value: 5, answerLine: 'first', accuracy: share(95) },
      { value: 4, answerLine: 'later', accuracy: share(98) },
    ],
    byHops: [],
    byVariation: [
      { variation: 'none', answerLine: 'first', accuracy: share(99) },
      { variation: 'none', answerLine: 'later', accuracy: share(97) },
      { variation: 'fewNames', answerLine: 'first', accuracy: share(60) },
    ],
    cells: [],
  };

  it('makes one ordered curve per answer line that has points', () => {
    const all = curves(result.byLines);
    expect(all.map((curve) => [curve.group, curve.points.map((point) => point.x)])).toEqual([
      ['first', [4, 5, 6]],
      ['later', [4]],
    ]);
    expect(reach(all[0]!, 4, 0.9)).toBe(5);
    expect(reach(all[1]!, 5, 0.9)).toBeNull();
  });

  it('puts answer lines side by side for each variation', () => {
    const rows = variationRows(result);
    expect(rows.map((row) => row.label)).toEqual(['as in training', 'five names only']);
    expect(rows[1]?.shares.later).toBeUndefined();
  });
});

describe('probes', () => {
  const row = (layer: number, right: number) => ({
    afterLayer: layer,
    state: share(right),
    boundVariable: share(right),
    anyVariable: share(90),
    ownVariable: share(50),
    shuffledState: share(3),
    shuffledBoundVariable: share(3),
    gap: 0,
    iterations: 1,
    converged: true,
  });

  it('finds the best layer and names it', () => {
    expect(bestLayer([row(0, 1), row(1, 9), row(2, 5)], (probe) => probe.state)?.afterLayer).toBe(1);
    expect(bestLayer([], (probe) => probe.state)).toBeNull();
    expect([afterLayer(0), afterLayer(3)]).toEqual(['embeddings', 'after layer 3']);
  });
});

describe('subspaces', () => {
  const swap = (arm: SwapArm, right: number) => ({ arm, rank: 10, success: share(right), kept: share(0), draws: 1, lowest: 0, highest: 0 });
  const finding = (layer: number, ceiling: number): SubspaceFinding => ({
    layer,
    target: 'digit',
    tokens: 10,
    components: [0],
    variance: 0.5,
    penalty: 0.1,
    gap: 0,
    converged: true,
    accuracy: share(50),
    unshrunkAccuracy: share(50),
    allComponentsAccuracy: share(50),
    shuffledAccuracy: share(10),
    pairs: 100,
    swaps: [swap('random', 0), swap('wholeVector', ceiling), swap('selected', ceiling - 1)],
    path: [],
  });
  const result = { format: 1, checkpoint: 1, width: 64, components: 64, findings: [finding(1, 100), finding(2, 98), finding(3, 30)] };

  it('puts the claim first, then ceiling and controls', () => {
    expect(orderedSwaps(finding(1, 100)).map((one) => one.arm)).toEqual(['selected', 'wholeVector', 'random']);
    expect(success(finding(1, 100), 'shuffledLabels')).toBeNull();
  });

  it('opens the deepest layer at which the whole vector still works', () => {
    expect(tellingLayer(result, 'digit')).toBe(2);
    expect(tellingLayer(result, 'name')).toBeNull();
    expect(layersOf(result, 'digit')).toEqual([1, 2, 3]);
    expect(findingOf(result, 3, 'digit')?.layer).toBe(3);
    expect(findingOf(result, 3, 'name')).toBeNull();
  });
});

describe('maps over training', () => {
  const at = (step: number) => ({ step, components: [], x: [0], y: [0], shown: 0.5, disparity: 0, nearestCentre: 0.5, umapX: [0], umapY: [0], trustworthiness: 1, planeTrustworthiness: 1 });
  const result: SubspaceMap = { format: 1, layer: 2, target: 'name', classes: [3], depths: [1], checkpoints: [at(500), at(0), at(1000)] };

  it('takes the map at or before the scrubbed step', () => {
    expect([mapAt(result, 0), mapAt(result, 700), mapAt(result, 5000)].map((one) => one?.checkpoint.step)).toEqual([0, 500, 1000]);
    expect(inOrder(result).map((one) => one.step)).toEqual([0, 500, 1000]);
  });

  it('finds the stored maps by name', () => {
    const entry = (name: string) => ({ name, kind: 'subspace-map', checkpoint: null, title: '', question: '', command: '', bytes: 1, spec: null, checkpoints: [] });
    expect(mapsOf(['subspace-map-3-name', 'subspaces-005000', 'subspace-map-2-digit-after-1'].map(entry)).map((map) => [map.layer, map.target, map.after])).toEqual([
      [2, 'digit', 1],
      [3, 'name', 0],
    ]);
  });

  it('takes stored steps evenly, with both ends', () => {
    expect(spreadSteps([0, 1, 2, 3, 4, 5, 6], 3)).toEqual([0, 3, 6]);
    expect(spreadSteps([0, 9], 8)).toEqual([0, 9]);
  });

  it('reads the token offset from a name', () => {
    expect([offsetOf('subspaces-005000'), offsetOf('subspaces-005000-after-2')]).toEqual([0, 2]);
  });

  it('names classes', () => {
    expect([className('digit', 7), className('name', 3)]).toEqual(['7', 'd']);
  });
});
