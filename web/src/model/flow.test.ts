import { describe, expect, it } from 'vitest';
import type { AttentionMap, ComponentMap, PatchMap } from '../api/contract.g';
import { flowOf, flowSentence, mainWay } from './flow';

/** Two layers, four tokens: the digit stands at 1, one head of layer 1 takes it to 2, one of layer 2 to the answer at 3; a second way goes from 1 straight to 3. */
const cell = (layer: number, position: number, newDigitChange: number) => ({ layer, position, newDigitChange, normalised: 0, top: 0, success: false, changed: newDigitChange !== 0, logits: null });
function example(direct: number): { map: PatchMap; heads: ComponentMap; attention: AttentionMap } {
  const none = () => [0, 0, 0, 0];
  const rows = (...filled: [number, number, number[]][]) => {
    const all = [[none(), none()], [none(), none()]];
    for (const [layer, head, values] of filled) (all[layer - 1] as number[][])[head - 1] = values;
    return all;
  };
  const change = rows([1, 2, [0, 0, 8, 0]], [2, 1, [0, 0, 0, 6]], [1, 1, [0, 0, 0, direct]]);
  return {
    map: {
      format: 1, checkpoint: 5, layers: 2, baseAnswer: 3, sourceAnswer: 4, tokens: [0, 1, 2, 3].map((position) => ({ position, text: 'x', line: 1, role: null })),
      baseLogits: [0, 0, 0, 9, 1], sourceLogits: [0, 0, 0, 1, 9],
      cells: [cell(1, 1, 8), cell(2, 1, 0), cell(2, 2, 7), cell(2, 3, direct), cell(1, 0, -2)],
    },
    heads: { layers: 2, heads: 2, change, top: change, changed: change.map((layer) => layer.map((head) => head.map((value) => value !== 0))) },
    attention: {
      layers: 2, heads: 2,
      pattern: rows([1, 2, [0.5, 0.5, 0, 0]], [2, 1, [0, 0, 0.9, 0.1]], [1, 1, [0.2, 0.8, 0, 0]]).map((layer) => layer.map((values) => [none(), none(), values, values])),
    },
  };
}

describe('the digit’s way', () => {
  it('follows the patched vectors from the answer down to where the digit stands', () => {
    const { map, heads, attention } = example(0);
    const flow = flowOf(map, heads, attention);
    expect(flow.full).toBe(8);
    expect(flow.arcs.map(({ row, head, from, to }) => [row, head, from, to])).toEqual([[0, 2, 1, 2], [1, 1, 2, 3]]);
    expect(mainWay(flow).map(({ from, to, head }) => [from, to, head])).toEqual([[1, 2, 2], [2, 3, 1]]);
    expect(flowSentence(flow, (position) => `token ${position}`)).toBe(
      'The strongest way begins at token 1; head 1.2 brings it to token 2 (8.0 logits); then head 2.1 brings it to token 3 (6.0 logits).',
    );
  });

  it('gives a head that attends to a token without effect none of its arcs', () => {
    const { map, heads, attention } = example(0);
    expect(flowOf(map, heads, attention).arcs.some(({ from }) => from === 0)).toBe(false);
  });

  it('splits where two routes carry it, by their effects', () => {
    const { map, heads, attention } = example(6);
    const flow = flowOf(map, heads, attention);
    const last = flow.hops.filter((hop) => hop.row === 1);
    expect(last.map(({ from, head }) => [from, head]).sort()).toEqual([[2, 1], [3, null]]);
    expect(last.reduce((sum, hop) => sum + hop.share, 0)).toBeCloseTo(1);
  });

  it('is not there while nothing moves the answer', () => {
    const { map, heads, attention } = example(0);
    const flow = flowOf({ ...map, sourceLogits: map.baseLogits, cells: map.cells.map((one) => ({ ...one, newDigitChange: 0.01 })) }, heads, attention);
    expect(flow.hops).toEqual([]);
    expect(flowSentence(flow, String)).toContain('Nothing here carries the digit');
  });
});
