import { describe, expect, it } from 'vitest';
import { interventionOf, patchFits, patchWords, readPatches, receiversOf, toggledPatch, writePatches } from './patches';

const text = 'r3@26,zr1@0,h3.4@42,zh6.1@66,um2@42,c3.4@42.26,p2.3~4.1v@26,pm2~m3@26,p6.1~a@66';

describe('several patches', () => {
  it('stand in an address and are read from it again', () => {
    const list = readPatches(text);
    expect(list).toHaveLength(9);
    expect(writePatches(list)).toBe(text);
    expect(writePatches([])).toBeNull();
  });

  it('fit where the model has their layers and heads and the program their tokens', () => {
    const room = { layers: 6, heads: 4, tokens: 67 };
    expect(readPatches(text).every((one) => patchFits(one, room))).toBe(true);
    for (const wrong of ['r7@26', 'r0@26', 'r3@67', 'h3.5@42', 'c3.4@42.67', 'p7.1~a@66', 'p2.3~7.1v@26', 'p2.3~4.9k@26']) {
      expect(readPatches(wrong).map((one) => patchFits(one, room)), wrong).toEqual([false]);
    }
  });

  it('leave out what is no patch', () => {
    expect(readPatches('')).toEqual([]);
    expect(readPatches('r3,h3@4,c3.4@42,zc3.4@42.26,r3@4.5,x1@1,p2.3~4.1@26,p2.3~m4v@26,zp2.3~a@3')).toEqual([]);
  });

  it('are asked for as interventions', () => {
    const at = (kind: string, layer: number, position: number, ...heads: number[]) => ({ kind, layers: layer === 0 ? [] : [layer], positions: { kind: 'same', positions: [position] }, heads });
    expect(readPatches(text).map(interventionOf)).toEqual([
      { kind: 'patch', where: at('residual.in', 3, 26) },
      { kind: 'zero', where: at('residual.in', 1, 0) },
      { kind: 'patch', where: at('attention.head', 3, 42, 4) },
      { kind: 'zero', where: at('attention.head', 6, 66, 1) },
      { kind: 'mean', where: at('mlp.out', 2, 42) },
      { kind: 'cutEdges', where: { layers: [3], heads: [4], edges: { kind: 'same', edges: [{ query: 42, key: 26 }] } }, rest: 'rescaled' },
      { kind: 'patchPath', where: at('attention.v', 4, 26, 1), sender: { kind: 'attention.head', layer: 2, head: 3 } },
      { kind: 'patchPath', where: at('mlp.out', 3, 26), sender: { kind: 'mlp.out', layer: 2, head: 0 } },
      { kind: 'patchPath', where: at('logits', 0, 66), sender: { kind: 'attention.head', layer: 6, head: 1 } },
    ]);
  });

  it('are added and taken away', () => {
    const [first, second] = readPatches(text);
    const both = toggledPatch(toggledPatch([], first!), second!);
    expect(writePatches(both)).toBe('r3@26,zr1@0');
    expect(writePatches(toggledPatch(both, first!))).toBe('zr1@0');
  });

  it('are said in words', () => {
    expect(readPatches(text).map((one) => patchWords(one, (position) => `t${position}`))).toEqual([
      'what enters layer 3 at t26: from the counterfactual', 'what enters layer 1 at t0: zero', 'head 3.4 at t42: from the counterfactual',
      'head 6.1 at t66: zero', 'MLP 2 at t42: the mean of other programs', 'head 3.4 at t42 no longer sees t26',
      'head 2.3 to the value of head 4.1 at t26: from the counterfactual', 'MLP 2 to MLP 3 at t26: from the counterfactual', 'head 6.1 to the answer at t66: from the counterfactual',
    ]);
  });

  it('know what reads a component directly', () => {
    const words = (sender: { layer: number; head: number }, isLast: boolean) => receiversOf(sender, 2, 1, isLast).map(({ layer, head, reads }) => `${layer}.${head}${reads ?? ''}`);
    expect(words({ layer: 1, head: 1 }, false)).toEqual(['1.0', '2.1q', '2.1k', '2.1v', '2.0']);
    expect(words({ layer: 1, head: 0 }, false)).toEqual(['2.1q', '2.1k', '2.1v', '2.0']);
    expect(words({ layer: 2, head: 0 }, true)).toEqual(['0.0']);
  });
});
