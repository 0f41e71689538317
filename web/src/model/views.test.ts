import { describe, expect, test } from 'vitest';
import type { View } from '../api/contract.g';
import { toCsv } from './table';
import { ofStep, tableOf, viewsOf } from './views';

const view: View = {
  key: 'curve',
  title: 'accuracy in %\nby hops',
  columns: ['step', 'accuracy', 'phase'],
  rows: [
    [{ text: '100', value: 100 }, { text: '93 (89-96)', value: 0.93, low: 0.89, high: 0.96, programs: 200 }, { text: 'solved' }],
    [{ text: '50', value: 50 }, { text: '' }, { text: 'chance, at "first"' }],
  ],
};

describe('an analysis’s own table', () => {
  test('saves what bindscope --csv writes: numbers in their own unit, ends of intervals and n beside them', () => {
    expect(toCsv(tableOf(view))).toBe(
      'step,accuracy,accuracy low,accuracy high,accuracy n,phase\n100,0.93,0.89,0.96,200,solved\n50,,,,,"chance, at ""first"""\n',
    );
  });

  test('is found by its key, and cut to a step', () => {
    const other = { ...view, key: 'other' };
    expect(viewsOf('curve')([other, view])).toEqual([view]);
    expect(viewsOf('none')([other, view])).toEqual([]);
    expect(ofStep([view], 50)[0]?.rows).toEqual([view.rows[1]]);
  });
});
