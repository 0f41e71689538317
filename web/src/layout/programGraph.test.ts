import { describe, expect, it } from 'vitest';
import { execute, parseProgram } from '../model/language';
import { layoutProgram, type GraphSize, type ProgramGraph } from './programGraph';

const across: GraphSize = { column: 80, row: 40, radius: 14, direction: 'across' };
const companion = 'k=2\nj=k\nt=8\nb=j\ns=6\ng=8\nw=j\nr=8\nd=r\nj=b\ns=j\ns=5\nv=j\nz=b\nd=w\nz=2\n#d:';

function layout(text: string, size: GraphSize = across): ProgramGraph {
  const { program } = parseProgram(text);
  if (program === null) {
    throw new Error('no program');
  }
  return layoutProgram(program, execute(program), size);
}

describe('layoutProgram', () => {
  it('has a node per line, per digit and for the query, and an edge per line and for the query', () => {
    const graph = layout(companion);
    expect(graph.nodes.filter((node) => node.kind === 'binding')).toHaveLength(16);
    expect(graph.nodes.filter((node) => node.kind === 'digit')).toHaveLength(7);
    expect(graph.nodes.filter((node) => node.kind === 'query')).toHaveLength(1);
    expect(graph.edges.map((edge) => edge.line)).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
  });

  it('keeps the chain on one straight row from the digit to the query', () => {
    const graph = layout(companion);
    const chain = graph.nodes.filter((node) => ['chain', 'answer', 'query'].includes(node.family));
    expect(new Set(chain.map((node) => node.y)).size).toBe(1);
    expect(chain.map((node) => node.x).sort((a, b) => a - b)).toEqual([...new Set(chain.map((node) => node.x))].sort((a, b) => a - b));
    expect(graph.edges.filter((edge) => edge.onChain).every((edge) => !edge.path.includes('C'))).toBe(true);
  });

  it('puts no two nodes in one place, and all within its size', () => {
    for (const direction of ['across', 'down'] as const) {
      for (const text of [companion, 'a=1\n#a:', 'a=1\nb=a\nc=a\nd=a\ne=b\nf=b\n#a:', 'a=1\nb=2\nc=b\nd=c\ne=d\n#a:']) {
        const graph = layout(text, { ...across, direction });
        const places = graph.nodes.map((node) => `${node.x},${node.y}`);
        expect(new Set(places).size).toBe(places.length);
        for (const node of graph.nodes) {
          expect(node.x).toBeGreaterThanOrEqual(across.radius);
          expect(node.y).toBeGreaterThanOrEqual(across.radius);
          expect(node.x).toBeLessThanOrEqual(graph.width - across.radius);
          expect(node.y).toBeLessThanOrEqual(graph.height - across.radius);
        }
      }
    }
  });

  it('leads every copy to the binding that was alive', () => {
    const graph = layout(companion);
    const from = (line: number): string | undefined => graph.edges.find((edge) => edge.line === line)?.from;
    expect(from(7)).toBe('line-2'); // w=j before j was bound again
    expect(from(11)).toBe('line-10'); // s=j after
    expect(from(3)).toBe('digit-3');
    expect(graph.edges.at(-1)).toMatchObject({ from: 'line-15', to: 'query' });
  });

  it('marks bindings that a later line replaces', () => {
    const graph = layout(companion);
    expect(graph.nodes.filter((node) => node.rebound).map((node) => node.line)).toEqual([2, 5, 9, 11, 14]);
  });
});
