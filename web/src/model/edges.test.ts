import { describe, expect, it } from 'vitest';
import type { EdgeCell, EdgeGroup } from '../api/contract.g';
import { edgeMatrix, edgePlace, edgeTable } from './edges';

const edge = (layer: number, head: number, from: string, to: string, lost: number): EdgeCell => ({
  layer, head, from, to,
  kept: { value: 0.5, low: 0.3, high: 0.7, programs: 20 }, marginLost: { value: lost, low: lost - 1, high: lost + 1, programs: 20 },
  patternSuccess: { value: 0, low: 0, high: 0.1, programs: 20 },
});
const group: EdgeGroup = {
  hops: 2, answerLine: 'later', available: 9, tried: 9, solved: 9, programs: 9,
  cells: [edge(1, 2, 'query', 'colon', 1), edge(3, 1, 'name:1', 'rhs:2', 4), edge(1, 1, 'name:1', 'rhs:2', 6), edge(1, 1, 'rhs:2', 'query', 2)],
};

describe('edgeMatrix', () => {
  it('orders tokens along the digit’s way and places by what their cut costs', () => {
    const matrix = edgeMatrix(group);
    expect(matrix.from).toEqual(['name:1', 'rhs:2', 'query']);
    expect(matrix.to).toEqual(['rhs:2', 'query', 'colon']);
    expect(matrix.at('name:1', 'rhs:2')?.places.map((place) => place.layer)).toEqual([1, 3]);
    expect(matrix.at('name:1', 'rhs:2')?.strongest.marginLost.value).toBe(6);
    expect(matrix.at('rhs:2', 'colon')).toBeNull();
  });

  it('names places and tokens', () => {
    expect([edge(0, 0, '', '', 1), edge(2, 0, '', '', 1), edge(2, 3, '', '', 1)].map(edgePlace)).toEqual([
      'all heads of all layers', 'all heads of layer 2', 'head 2.3',
    ]);
  });

  it('writes every edge into its table', () => {
    const table = edgeTable({ format: 1, checkpoint: 1, granularity: 'heads', groups: [group] });
    expect(table.rows).toHaveLength(4);
    expect(table.rows[2]).toEqual([2, 'later', 1, 1, 'name:1', 'rhs:2', 0.5, 6, 5, 7, 0, 20]);
    expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
  });
});
