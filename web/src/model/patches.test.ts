import { describe, expect, it } from 'vitest';
import { patchPlace, patchWords, readPatches, toggledPatch, writePatches } from './patches';

const text = 'r3@26,zr1@0,h3.4@42,zh6.1@66,c3.4@42.26';

describe('several patches', () => {
  it('stand in an address and are read from it again', () => {
    const list = readPatches(text);
    expect(list).toHaveLength(5);
    expect(writePatches(list)).toBe(text);
    expect(writePatches([])).toBeNull();
  });

  it('leave out what is no patch', () => {
    expect(readPatches('')).toEqual([]);
    expect(readPatches('r3,h3@4,c3.4@42,zc3.4@42.26,r3@4.5,x1@1')).toEqual([]);
  });

  it('are asked for as places', () => {
    expect(readPatches(text).map(patchPlace)).toEqual([
      { site: 'residual.in:3', head: 0, position: 26, action: 'patch' },
      { site: 'residual.in:1', head: 0, position: 0, action: 'zero' },
      { site: 'attention.head:3', head: 4, position: 42, action: 'patch' },
      { site: 'attention.head:6', head: 1, position: 66, action: 'zero' },
      { site: 'attention.pattern:3', head: 4, position: 42, action: 'cut', key: 26 },
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
      'head 6.1 at t66: zero', 'head 3.4 at t42 no longer sees t26',
    ]);
  });
});
