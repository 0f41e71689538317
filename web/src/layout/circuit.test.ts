import { describe, expect, it } from 'vitest';
import type { ShownEdge } from '../model/circuit';
import { circuitPlaces, circuitWidth, rowOf } from './circuit';

const edge = (source: string, input: string, token: string, effect = 1): ShownEdge => ({ source, input, token, effect, loss: null, own: true });
const edges = [
  edge('embedding', '1.2 v', 'rhs:1', 9),
  edge('1.2', '2.1 v', 'rhs:1+1', 4),
  edge('2.1', 'mlp 2', 'colon', -1),
  edge('mlp 2', 'read-out', 'colon', 3),
  edge('2.1', 'read-out', 'colon', 3),
];

describe('a circuit', () => {
  const places = circuitPlaces(edges, 2, 600, 9);

  it('has a row for the embedding, each layer’s heads and MLP, and the read-out', () => {
    expect(places.rows.map((row) => row.label)).toEqual(['embedding', 'heads 1', 'mlp 1', 'heads 2', 'mlp 2', 'read-out']);
    expect([rowOf('embedding', 2), rowOf('2.1', 2), rowOf('mlp 2', 2), rowOf('read-out', 2)]).toEqual([0, 3, 4, 5]);
    expect(places.rows.map((row) => row.y)).toEqual([...places.rows.map((row) => row.y)].sort((a, b) => b - a));
  });

  it('keeps an edge at its token, and lets heads alone go from one to another', () => {
    expect(places.columns.map((column) => column.token)).toEqual(['rhs:1', 'rhs:1+1', 'colon']);
    expect(places.wires.every((wire) => wire.from.token === wire.to.token)).toBe(true);
    expect(places.hops.map((hop) => `${hop.from.id} ${hop.to.id}`)).toEqual(['1.2@rhs:1 1.2@rhs:1+1', '2.1@rhs:1+1 2.1@colon']);
  });

  it('draws larger effects wider, whatever their sign', () => {
    const width = (effect: number) => places.wires.find((wire) => wire.edge.effect === effect)?.width ?? 0;
    expect(width(9)).toBeGreaterThan(width(4));
    expect(width(4)).toBeGreaterThan(width(-1));
  });

  it('gives nodes of one row and token room beside each other', () => {
    const crowded = Array.from({ length: 6 }, (_, head) => edge('embedding', `1.${head + 1} v`, 'rhs:1'));
    const wide = circuitPlaces(crowded, 1, 100, 1);
    expect(wide.width).toBeGreaterThanOrEqual(circuitWidth(crowded, 1));
    const xs = wide.nodes.filter((node) => node.component !== 'embedding').map((node) => node.x);
    expect(Math.min(...xs.slice(1).map((x, i) => x - (xs[i] ?? 0)))).toBeGreaterThanOrEqual(30);
  });

  it('is empty without edges', () => {
    expect(circuitPlaces([], 2, 300, 0).nodes).toEqual([]);
  });
});
