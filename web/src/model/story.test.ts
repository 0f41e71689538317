import { describe, expect, test } from 'vitest';
import type { EffectCell, GroupEffects, PatchResult } from '../api/contract.g';
import { hardestGroup, journey, placeWords, residualFinding, waySays } from './story';

function cell(layer: number, role: string, success: number): EffectCell {
  const share = { value: success, low: success, high: success, programs: 50 };
  return { layer, head: 0, role, success: share, kept: share, logitDifference: share, effect: share };
}

function group(hops: number, answerLine: GroupEffects['answerLine'], cells: EffectCell[], programs = 50): GroupEffects {
  return { hops, answerLine, available: 100, tried: 50, solved: 50, programs, cells, controls: { noOpLargestChange: 0, unrelated: [], swapped: [], random: [], movedRoot: [] } };
}

const deep = group(2, 'later', [cell(1, 'rhs:1', 1), cell(2, 'rhs:1', 0.2), cell(2, 'rhs:2', 0.9), cell(3, 'rhs:2', 0.6), cell(3, 'colon', 0.7), cell(1, 'query', 0)]);

describe('the digit’s way', () => {
  test('is told in the order of its stops, from the layer where it arrives', () => {
    expect(journey(deep)).toEqual([
      { role: 'rhs:1', from: 1, to: 1, success: 1 },
      { role: 'rhs:2', from: 2, to: 3, success: 0.9 },
      { role: 'colon', from: 3, to: 3, success: 0.7 },
    ]);
  });

  test('is said to lead along the chain only where patching finds it there', () => {
    expect(waySays(deep)).toBe('In programs of 2 hops with the answer after line 2, patching finds the digit handed on, to the variable on the right of the chain’s second line (entering layers 2 to 3), then the final colon, where the answer is said (entering layer 3).');
    const fetched = group(3, 'later', [cell(1, 'rhs:1', 1), cell(1, 'span:1', 1), cell(2, 'rhs:1', 1), cell(2, 'span:1', 1), cell(2, 'rhs:2', 0.1)]);
    expect(journey(fetched).map(({ role }) => role)).toEqual(['rhs:1']);
    expect(waySays(fetched)).toBe('In programs of 3 hops with the answer after line 2, patching finds the digit on its own line alone (entering layers 1 to 2): it is not handed along the chain.');
    const spread = group(4, 'later', [cell(1, 'rhs:1', 1), cell(5, 'span:3', 0.3), cell(5, 'span:4', 0.4), cell(5, 'span:3+span:4', 0.7)]);
    expect(journey(spread).map(({ role }) => role)).toEqual(['rhs:1', 'span:3+span:4']);
    expect(waySays(spread)).toContain('handed on, to the right of the chain’s third line with the three tokens after it and the right of the chain’s fourth line');
    expect(journey(group(4, 'later', [cell(5, 'span:4', 0.6), cell(5, 'span:3+span:4', 0.7)])).map(({ role }) => role)).toEqual(['span:4']);
    expect(waySays(group(1, 'first', [cell(1, 'rhs:1', 1)]))).toBeNull();
    expect(waySays(group(3, 'later', []))).toBeNull();
  });

  test('is read from the longest chains that no early-line rule answers', () => {
    expect(hardestGroup([group(3, 'first', []), group(1, 'later', []), deep, group(4, 'later', [], 0)])).toBe(deep);
    expect(hardestGroup([group(1, 'first', [])])?.hops).toBe(1);
    expect(hardestGroup([])).toBeNull();
  });

  test('has the run’s own numbers in its sentence', () => {
    const result: PatchResult = { format: 1, checkpoint: 5000, target: 'residual', layers: 3, heads: 0, groups: [deep], ranking: [] };
    expect(residualFinding(result)?.number).toBe('3 places');
    expect(residualFinding(result)?.sentence).toBe(
      'In 50 programs of 2 hops with the answer after line 2, copying one vector from a program with another digit changes the answer of half of them or more at: ' +
        'the digit itself (rhs:1, entering layer 1, up to 100\u00a0%); then the variable on the right of the chain’s second line (rhs:2, entering layers 2 to 3, up to 90.0\u00a0%); ' +
        'then the final colon, where the answer is said (colon, entering layer 3, up to 70.0\u00a0%).',
    );
    expect(residualFinding({ ...result, groups: [] })).toBeNull();
  });
});

test.each([
  ['rhs:1', 'the digit itself'],
  ['rhs:1+1', 'the line break after the digit’s line'],
  ['rhs:2', 'the variable on the right of the chain’s second line'],
  ['rhs:3+2', 'the name on the line after the chain’s third line'],
  ['colon', 'the final colon, where the answer is said'],
  ['line:3.newline', 'line:3.newline'],
])('the place %s is %s', (role, words) => {
  expect(placeWords(role)).toBe(words);
});
