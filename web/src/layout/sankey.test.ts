import { describe, expect, it } from 'vitest';
import { sankey } from './sankey';

const node = (key: string) => ({ key, label: key });
const size = { width: 400, height: 200, nodeWidth: 10, gap: 12 };
const columns = [
  [node('1'), node('2'), node('later')],
  [node('right'), node('wrong'), node('never')],
];
const links = [
  { column: 0, from: '1', to: 'right', count: 50 },
  { column: 0, from: '1', to: 'wrong', count: 10 },
  { column: 0, from: '2', to: 'right', count: 15 },
  { column: 0, from: 'later', to: 'wrong', count: 25 },
];

describe('sankey', () => {
  const layout = sankey(columns, links, size);

  it('gives every program the same height in both columns', () => {
    for (const column of [0, 1]) {
      const nodes = layout.nodes.filter((one) => one.column === column);
      expect(nodes.reduce((sum, one) => sum + one.count, 0)).toBe(100);
    }
    const unit = layout.nodes.map((one) => one.height / one.count);
    expect(Math.max(...unit) - Math.min(...unit)).toBeLessThan(1e-9);
  });

  it('leaves out categories without programs', () => {
    expect(layout.nodes.map((one) => one.key)).not.toContain('never');
  });

  it('keeps the order of categories, without overlap, inside the figure', () => {
    for (const column of [0, 1]) {
      const nodes = layout.nodes.filter((one) => one.column === column);
      nodes.forEach((one, i) => {
        const above = nodes[i - 1];
        expect(one.y).toBeGreaterThanOrEqual(above === undefined ? -1e-9 : above.y + above.height);
        expect(one.y + one.height).toBeLessThanOrEqual(size.height + 1e-9);
      });
    }
    expect(layout.nodes.filter((one) => one.column === 0).map((one) => one.key)).toEqual(['1', '2', 'later']);
  });

  it('fills each node with its ribbons exactly', () => {
    for (const one of layout.nodes) {
      const out = layout.links.filter((link) => link.column === one.column && link.from === one.key);
      const into = layout.links.filter((link) => link.column + 1 === one.column && link.to === one.key);
      for (const ribbons of [out, into].filter((side) => side.length > 0)) {
        expect(ribbons.reduce((sum, link) => sum + link.height, 0)).toBeCloseTo(one.height, 9);
      }
    }
  });

  it('does not cross ribbons that leave one node', () => {
    const ofFirst = layout.links.filter((link) => link.from === '1');
    expect(ofFirst.map((link) => link.to)).toEqual(['right', 'wrong']);
    expect(ofFirst[1]?.y0).toBeCloseTo((ofFirst[0]?.y0 ?? 0) + (ofFirst[0]?.height ?? 0), 9);
  });

  it('shrinks the gaps where there are many categories', () => {
    const many = Array.from({ length: 40 }, (_, i) => node(String(i)));
    const crowded = sankey(
      [many, [node('all')]],
      many.map((one) => ({ column: 0, from: one.key, to: 'all', count: 1 })),
      size,
    );
    const last = crowded.nodes.filter((one) => one.column === 0).at(-1);
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(size.height + 1e-9);
    expect(crowded.nodes.every((one) => one.height > 0)).toBe(true);
  });
});
