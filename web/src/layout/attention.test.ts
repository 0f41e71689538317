import { describe, expect, it } from 'vitest';
import { arc, linksOf, looksAt, rowEntropy } from './attention';

const pattern = [[1], [0.25, 0.75], [0.6, 0.399, 0.001]];

describe('attention', () => {
  it('lists what a token looks at, strongest first', () => {
    expect(linksOf(pattern, 2)).toEqual([{ to: 2, from: 0, weight: 0.6 }, { to: 2, from: 1, weight: 0.399 }]);
    expect(linksOf(pattern, 7)).toEqual([]);
  });

  it('lists who looks at a token', () => {
    expect(looksAt(pattern, 0).map((link) => link.to)).toEqual([0, 2, 1]);
  });

  it('measures the spread of a row in bits', () => {
    expect(rowEntropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(2, 12);
    expect(rowEntropy([1, 0])).toBe(0);
  });

  it('draws arcs no higher than the limit', () => {
    expect(arc(0, 1000, 100, 60)).toBe('M0,100C0,40 1000,40 1000,100');
    expect(arc(10, 10, 100, 60)).toMatch(/^M5,100C/u);
  });
});
