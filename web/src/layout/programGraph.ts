/**
 * A program as a directed graph. Every line that holds a digit is the root of a tree, every other line hangs on the line whose value it
 * copies, and the query hangs on the last line that binds its variable. So the graph is a forest, its columns are depths, and it can be drawn
 * without crossings: the query's chain is kept on one straight row, in the first tree.
 */

import type { Execution, Program } from '../model/language';
import { isConstant } from '../model/language';
import type { TokenFamily } from '../model/tokens';

export interface GraphNode {
  readonly id: string;
  readonly kind: 'digit' | 'binding' | 'query';
  readonly label: string;
  /** 1-based; the query's line is the number of assignments + 1. */
  readonly line: number;
  /** 0 for a digit, then the depth of the binding. */
  readonly depth: number;
  readonly x: number;
  readonly y: number;
  readonly family: TokenFamily;
  /** What the node holds once its line has run. */
  readonly value: number;
  /** Whether a later line binds the same name again. */
  readonly rebound: boolean;
}

export interface GraphEdge {
  readonly id: string;
  /** The node that the value comes from. */
  readonly from: string;
  readonly to: string;
  /** The line that copies the value. */
  readonly line: number;
  readonly onChain: boolean;
  /** An SVG path from the value's node to the copy's, from border to border. */
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

export interface GraphSize {
  /** Distance between columns. */
  readonly column: number;
  /** Distance between rows. */
  readonly row: number;
  /** Radius of a node. */
  readonly radius: number;
  /** `across`: depth grows to the right; `down`: depth grows downwards, for narrow screens. */
  readonly direction: 'across' | 'down';
}

export interface ProgramGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly width: number;
  readonly height: number;
}

interface Placed {
  readonly node: Omit<GraphNode, 'x' | 'y'>;
  readonly column: number;
  row: number;
}

/** Lays a program out. All lengths are in the units of `size`. */
export function layoutProgram(program: Program, execution: Execution, size: GraphSize): ProgramGraph {
  const chain = new Set(execution.chainLines);
  const queryLine = program.lines.length + 1;
  const children = new Map<number, number[]>();
  const roots: number[] = [];
  for (const [i, state] of execution.lines.entries()) {
    const line = i + 1;
    if (state.references === null) {
      roots.push(line);
    } else {
      children.set(state.references, [...(children.get(state.references) ?? []), line]);
    }
  }
  // The query's tree first, so that what matters stands at the top; the others in the order of the text.
  roots.sort((a, b) => Number(b === execution.rootLine) - Number(a === execution.rootLine) || a - b);
  const queried = execution.chainLines.at(-1) ?? 0;

  const placed = new Map<number, Placed>();
  let nextRow = 0;
  // The first child goes straight on and the others below it: rows are given to leaves from top to bottom.
  const place = (line: number, row: number): void => {
    const assignment = program.lines[line - 1];
    const state = execution.lines[line - 1];
    if (!assignment || !state) {
      return;
    }
    placed.set(line, {
      node: {
        id: `line-${line}`,
        kind: 'binding',
        label: assignment.name,
        line,
        depth: state.depth,
        family: chain.has(line) ? 'chain' : 'distractor',
        value: state.value,
        rebound: program.lines.some((other, at) => at + 1 > line && other.name === assignment.name),
      },
      column: state.depth,
      row,
    });
    const below = [...(children.get(line) ?? [])].sort((a, b) => Number(chain.has(b)) - Number(chain.has(a)) || a - b);
    // The query stands behind the last chain line, in its row: children of that line start one row below.
    let first = line !== queried;
    for (const child of below) {
      if (first) {
        place(child, row);
        first = false;
      } else {
        nextRow += 1;
        place(child, nextRow);
      }
    }
  };
  for (const [i, root] of roots.entries()) {
    if (i > 0) {
      nextRow += 1;
    }
    place(root, nextRow);
  }

  const depths = Math.max(...execution.lines.map((state) => state.depth), execution.hops + 1);
  const margin = size.radius * 1.6;
  const at = (column: number, row: number): { x: number; y: number } =>
    size.direction === 'across'
      ? { x: margin + column * size.column, y: margin + row * size.row }
      : { x: margin + row * size.row, y: margin + column * size.column };

  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const line of [...placed.keys()].sort((a, b) => a - b)) {
    const { node, column, row } = placed.get(line) as Placed;
    const own: GraphNode = { ...node, ...at(column, row) };
    const assignment = program.lines[line - 1];
    const state = execution.lines[line - 1];
    if (!assignment || !state) {
      continue;
    }
    let from: GraphNode;
    if (isConstant(assignment.right)) {
      from = {
        id: `digit-${line}`,
        kind: 'digit',
        label: assignment.right,
        line,
        depth: 0,
        family: chain.has(line) ? 'answer' : 'constant',
        value: state.value,
        rebound: false,
        ...at(0, row),
      };
      nodes.push(from);
    } else {
      const source = placed.get(state.references ?? 0) as Placed;
      from = { ...source.node, ...at(source.column, source.row) };
    }
    nodes.push(own);
    edges.push(edge(from, own, line, chain.has(line), size));
  }
  const last = placed.get(queried);
  if (last) {
    const query: GraphNode = {
      id: 'query',
      kind: 'query',
      label: program.query,
      line: queryLine,
      depth: execution.hops + 1,
      family: 'query',
      value: execution.answer,
      rebound: false,
      ...at(last.column + 1, last.row),
    };
    nodes.push(query);
    edges.push(edge({ ...last.node, ...at(last.column, last.row) }, query, queryLine, true, size));
  }

  const along = 2 * margin + depths * size.column;
  const aside = 2 * margin + nextRow * size.row;
  return size.direction === 'across' ? { nodes, edges, width: along, height: aside } : { nodes, edges, width: aside, height: along };
}

function edge(from: GraphNode, to: GraphNode, line: number, onChain: boolean, size: GraphSize): GraphEdge {
  const gap = 5;
  const r = size.radius;
  const number = (value: number): string => String(Math.round(value * 10) / 10);
  const id = `edge-${to.id}`;
  if (size.direction === 'across') {
    const [x0, x1] = [from.x + r + 1, to.x - r - gap];
    const middle = x0 + (x1 - x0) * 0.5;
    const path =
      from.y === to.y
        ? `M${number(x0)},${number(from.y)}L${number(x1)},${number(to.y)}`
        : `M${number(x0)},${number(from.y)}C${number(middle)},${number(from.y)} ${number(middle)},${number(to.y)} ${number(x1)},${number(to.y)}`;
    return { id, from: from.id, to: to.id, line, onChain, path, labelX: x0 + (x1 - x0) * 0.66, labelY: to.y - 6 };
  }
  const [y0, y1] = [from.y + r + 1, to.y - r - gap];
  const middle = y0 + (y1 - y0) * 0.5;
  const path =
    from.x === to.x
      ? `M${number(from.x)},${number(y0)}L${number(to.x)},${number(y1)}`
      : `M${number(from.x)},${number(y0)}C${number(from.x)},${number(middle)} ${number(to.x)},${number(middle)} ${number(to.x)},${number(y1)}`;
  return { id, from: from.id, to: to.id, line, onChain, path, labelX: to.x + 8, labelY: y0 + (y1 - y0) * 0.6 };
}
