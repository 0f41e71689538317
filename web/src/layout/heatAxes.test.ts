import { expect, it } from 'vitest';
import { groupsOf, type HeatAxes, heatFrame } from './heatAxes';

const items = (count: number, label: string, group?: string) => Array.from({ length: count }, () => (group ? { label, group } : { label }));
const axes: HeatAxes = {
  rows: items(3, 'layer 1'), columns: items(10, '5'), rowTitle: '', columnTitle: '', columnLabels: 'across', labelWidth: undefined,
  cellHeight: 20, cellWidth: { minimum: 5, maximum: 30 }, legend: 'accuracy',
};

it('gives titles and groups room beside the labels', () => {
  const bare = heatFrame(axes, 800);
  const full = heatFrame({ ...axes, rows: items(3, 'layer 1', 'head'), rowTitle: 'layer', columnTitle: 'step' }, 800);
  expect(full.left).toBe(bare.left + 32);
  expect(full.top).toBe(bare.top + 16);
  expect(bare.geometry).toMatchObject({ width: 30, height: 20, totalWidth: 300, totalHeight: 60 });
  expect(bare.width).toBe(bare.left + 304);
});

it('puts the legend’s words below where they do not fit beside it', () => {
  expect(heatFrame(axes, 800)).toMatchObject({ legendWidth: 220, legendBelow: false });
  const narrow = heatFrame(axes, 300);
  expect(narrow.legendBelow).toBe(true);
  expect(narrow.height).toBe(heatFrame(axes, 800).height + 16);
});

it('writes fewer labels where columns are narrower than their names', () => {
  expect(heatFrame({ ...axes, columns: items(100, '105 k') }, 600).columnStride).toBe(10);
  expect(heatFrame({ ...axes, columns: items(100, '105 k'), columnLabels: 'upright' }, 600).columnStride).toBe(5);
});

it('joins equal neighbours under one name', () => {
  expect(groupsOf([...items(2, 'a', 'first'), ...items(1, 'b', 'second')])).toEqual([{ from: 0, count: 2, name: 'first' }, { from: 2, count: 1, name: 'second' }]);
  expect(groupsOf(items(3, 'a'))).toEqual([]);
});

it('breaks a title that does not fit, and makes room for its lines', () => {
  const title = '1 hop, answer on a later line · n = 200';
  const narrow = heatFrame({ ...axes, columnTitle: title }, 260);
  expect(narrow.columnTitle.length).toBeGreaterThan(1);
  expect(narrow.columnTitle.at(-1)).toContain('n\u00a0=\u00a0200');
  expect(narrow.top).toBe(heatFrame({ ...axes, columnTitle: 'step' }, 260).top + 14 * (narrow.columnTitle.length - 1));
});

it('breaks names that do not fit beside the cells, and gives every row their height', () => {
  const name = 'patch attention --each model: edge that the answer needs, in any head';
  const narrow = heatFrame({ ...axes, rows: [{ label: 'phases' }, { label: name }] }, 340);
  expect(narrow.rowLines[0]).toEqual(['phases']);
  expect(narrow.rowLines[1]?.join(' ')).toBe(name);
  expect(narrow.rowLines[1]?.length).toBeGreaterThan(1);
  expect(narrow.geometry.height).toBe(12 * (narrow.rowLines[1]?.length ?? 0) + 4);
  expect(heatFrame({ ...axes, rows: [{ label: name }] }, 1200).rowLines).toEqual([[name]]);
});
