/** Attention edges: which token needs which, and through which heads. */

import type { EdgeCell, EdgeGroup, EdgeResult } from '../api/contract.g';
import type { FigureTable } from './table';
import { componentLabel } from './patching';

/** `name:1` and `rhs:1` follow each other for each depth; then the query and the colon. */
const order = (role: string): number => {
  const match = /^(name|rhs|newline):(\d+)(?:\+(\d+))?$/u.exec(role);
  if (match) {
    return 100 * Number(match[2]) + { name: 0, rhs: 10, newline: 20 }[match[1] as 'name' | 'rhs' | 'newline'] + Number(match[3] ?? 0);
  }
  return role === 'query' ? 10_000 : 10_001;
};

/** All that one token's look at another lost when it was cut, place by place. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** The places (heads, layers or the whole model), those whose cut costs most first. */
  readonly places: readonly EdgeCell[];
  readonly strongest: EdgeCell;
}

export interface EdgeMatrix {
  /** Tokens that are looked at. */
  readonly from: readonly string[];
  /** Tokens that look. */
  readonly to: readonly string[];
  at(from: string, to: string): Edge | null;
}

/** The edges of one group as a matrix of tokens. */
export function edgeMatrix(group: EdgeGroup): EdgeMatrix {
  const edges = new Map<string, EdgeCell[]>();
  for (const cell of group.cells) {
    const key = `${cell.from} ${cell.to}`;
    edges.set(key, [...(edges.get(key) ?? []), cell]);
  }
  const sorted = (roles: Iterable<string>): string[] => [...new Set(roles)].sort((a, b) => order(a) - order(b));
  return {
    from: sorted(group.cells.map((cell) => cell.from)),
    to: sorted(group.cells.map((cell) => cell.to)),
    at(from, to) {
      const places = [...(edges.get(`${from} ${to}`) ?? [])].sort((a, b) => b.marginLost.value - a.marginLost.value);
      const strongest = places[0];
      return strongest ? { from, to, places, strongest } : null;
    },
  };
}

/** Where an edge was cut, in words. */
export const edgePlace = (cell: EdgeCell): string =>
  cell.layer === 0 ? 'all heads of all layers' : cell.head === 0 ? `all heads of layer ${cell.layer}` : `head ${componentLabel(cell.layer, cell.head)}`;

export function edgeTable(result: EdgeResult): FigureTable {
  return {
    columns: ['hops', 'answer line', 'layer', 'head', 'looked at', 'looks', 'kept', 'margin lost', 'low', 'high', 'pattern success', 'n'].map((label) => ({ label })),
    rows: result.groups.flatMap((group) =>
      group.cells.map((cell) => [
        group.hops, group.answerLine, cell.layer, cell.head, cell.from, cell.to, cell.kept.value, cell.marginLost.value, cell.marginLost.low,
        cell.marginLost.high, cell.patternSuccess.value, cell.marginLost.programs,
      ]),
    ),
  };
}
