/**
 * Where a circuit stands: tokens from left to right, layers from bottom to top. An edge stays at its token, from what adds to what reads; only inside a
 * head something goes from one token to another.
 */

import { byRole } from '../model/tokens';
import { type EdgePart, readerOf, type ShownEdge } from '../model/circuit';

export interface CircuitNode {
  /** `2.1@rhs:2` */
  readonly id: string;
  readonly component: string;
  readonly token: string;
  readonly x: number;
  readonly y: number;
}

export interface CircuitWire {
  readonly edge: ShownEdge;
  readonly part: EdgePart;
  readonly from: CircuitNode;
  readonly to: CircuitNode;
  readonly path: string;
  readonly width: number;
}

/** What a head carries from where it reads a key or value to where it writes. */
export interface CircuitHop {
  readonly from: CircuitNode;
  readonly to: CircuitNode;
  readonly path: string;
}

export interface CircuitPlaces {
  readonly columns: readonly { readonly token: string; readonly x: number; readonly width: number }[];
  readonly rows: readonly { readonly label: string; readonly y: number }[];
  readonly nodes: readonly CircuitNode[];
  readonly wires: readonly CircuitWire[];
  readonly hops: readonly CircuitHop[];
  readonly width: number;
  readonly height: number;
}

const [left, right, top, below] = [74, 12, 14, 34];
export const nodeSize = { width: 30, height: 17 };
const gap = 5;
const leastColumn = 56;

/** The row of a component: embedding, then by layer its heads and its MLP, at last the read-out. */
export function rowOf(component: string, layers: number): number {
  if (component === 'embedding') return 0;
  if (component === 'read-out') return 2 * layers + 1;
  const mlp = /^mlp (\d+)$/u.exec(component);
  return mlp ? 2 * Number(mlp[1]) : 2 * Number(component.split('.')[0]) - 1;
}

/** Narrowest width in which every node has its room. */
export function circuitWidth(edges: readonly ShownEdge[], layers: number): number {
  return left + right + [...columnRooms(edges, layers).values()].reduce((sum, room) => sum + room, 0);
}

const rowHeightOf = (layers: number): number => (layers > 8 ? 30 : 42);

export const circuitHeight = (layers: number): number => top + (2 * layers + 1) * rowHeightOf(layers) + nodeSize.height + below;

/** @param span the effect that is drawn widest */
export function circuitPlaces(edges: readonly ShownEdge[], layers: number, width: number, span: number): CircuitPlaces {
  const rooms = columnRooms(edges, layers);
  const needed = [...rooms.values()].reduce((sum, room) => sum + room, 0);
  const stretch = needed === 0 ? 1 : Math.max(1, (width - left - right) / needed);
  const rowHeight = rowHeightOf(layers);
  const height = circuitHeight(layers);
  const rows = Array.from({ length: 2 * layers + 2 }, (_, row) => ({ label: rowLabel(row, layers), y: height - below - nodeSize.height / 2 - row * rowHeight }));
  let at = left;
  const columns = [...rooms].map(([token, room]) => {
    const column = { token, x: at + (room * stretch) / 2, width: room * stretch };
    at += room * stretch;
    return column;
  });
  const nodes = columns.flatMap((column) => {
    const components = componentsAt(edges, column.token);
    return rows.flatMap(({ y }, row) => {
      const here = components.filter((one) => rowOf(one, layers) === row);
      const step = Math.min(column.width / Math.max(1, here.length), 2 * nodeSize.width);
      return here.map((component, index) => ({
        id: `${component}@${column.token}`,
        component,
        token: column.token,
        x: column.x + (index - (here.length - 1) / 2) * step,
        y,
      }));
    });
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const wires = edges.flatMap((edge): CircuitWire[] => {
    const { component, part } = readerOf(edge.input);
    const [from, to] = [byId.get(`${edge.source}@${edge.token}`), byId.get(`${component}@${edge.token}`)];
    return from && to ? [{ edge, part, from, to, path: upwards(from, to, part), width: 0.8 + 6 * Math.sqrt(Math.min(1, Math.abs(edge.effect) / Math.max(span, 1e-9))) }] : [];
  });
  return { columns, rows, nodes, wires: wires.sort((a, b) => b.width - a.width), hops: hopsOf(wires), width: Math.max(width, at + right), height };
}

/** Each column's room, in the order of the digit's way. */
function columnRooms(edges: readonly ShownEdge[], layers: number): Map<string, number> {
  const tokens = [...new Set(edges.map((edge) => edge.token))].sort(byRole);
  const ordered = [...tokens.filter((token) => token !== 'rest'), ...tokens.filter((token) => token === 'rest')];
  return new Map(
    ordered.map((token) => {
      const counts = new Map<number, number>();
      for (const component of componentsAt(edges, token)) counts.set(rowOf(component, layers), (counts.get(rowOf(component, layers)) ?? 0) + 1);
      return [token, Math.max(leastColumn, Math.max(0, ...counts.values()) * (nodeSize.width + gap) + 2 * gap)];
    }),
  );
}

/** Who adds or reads at a token. */
function componentsAt(edges: readonly ShownEdge[], token: string): string[] {
  const here = edges.filter((edge) => edge.token === token);
  return [...new Set(here.flatMap((edge) => [edge.source, readerOf(edge.input).component]))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function rowLabel(row: number, layers: number): string {
  if (row === 0) return 'embedding';
  if (row === 2 * layers + 1) return 'read-out';
  return row % 2 === 1 ? `heads ${(row + 1) / 2}` : `mlp ${row / 2}`;
}

const n = (value: number) => value.toFixed(1);

/** Queries, keys and values enter a head at different places of its edge. */
function upwards(from: CircuitNode, to: CircuitNode, part: EdgePart): string {
  const shift = part === 'q' ? -8 : part === 'v' ? 8 : 0;
  const [x0, y0, x1, y1] = [from.x, from.y - nodeSize.height / 2, to.x + shift, to.y + nodeSize.height / 2];
  const bend = (y0 - y1) * 0.45;
  return `M${n(x0)},${n(y0)}C${n(x0)},${n(y0 - bend)} ${n(x1)},${n(y1 + bend)} ${n(x1)},${n(y1)}`;
}

/** From each place where a head reads a key or a value to each later one where it writes. */
function hopsOf(wires: readonly CircuitWire[]): CircuitHop[] {
  const hops = new Map<string, CircuitHop>();
  for (const read of wires) {
    if (read.part !== 'k' && read.part !== 'v') continue;
    for (const write of wires) {
      const [from, to] = [read.to, write.from];
      const ahead = from.x < to.x || from.token === 'rest' || to.token === 'rest';
      if (from.component !== to.component || from.id === to.id || !ahead) continue;
      const lift = Math.min(16, 5 + Math.abs(to.x - from.x) / 24);
      const side = from.x < to.x ? 1 : -1;
      const [x0, x1] = [from.x + (side * nodeSize.width) / 2, to.x - (side * nodeSize.width) / 2];
      hops.set(`${from.id} ${to.id}`, { from, to, path: `M${n(x0)},${n(from.y)}Q${n((x0 + x1) / 2)},${n(from.y - 2 * lift)} ${n(x1)},${n(to.y)}` });
    }
  }
  return [...hops.values()];
}
