/**
 * A small Sankey layout: columns of nodes in a given order, ribbons between neighbouring columns. Categories here are ordered (line 1, line 2,
 * later), so nodes keep that order and nothing is moved about to avoid crossings; the same programs have the same height in every column.
 */

export interface SankeyNodeInput {
  readonly key: string;
  readonly label: string;
}

export interface SankeyLinkInput {
  /** Column that the link starts from; it ends in the next one. */
  readonly column: number;
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface SankeyNode extends SankeyNodeInput {
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
}

export interface SankeyLink extends SankeyLinkInput {
  /** Left end: x and the top of the ribbon; right end likewise; height is the same at both. */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly height: number;
  readonly path: string;
}

export interface SankeyLayout {
  readonly nodes: readonly SankeyNode[];
  readonly links: readonly SankeyLink[];
}

export interface SankeySize {
  readonly width: number;
  readonly height: number;
  readonly nodeWidth: number;
  readonly gap: number;
}

/** Lays out columns of nodes and the ribbons between them. Nodes without a link are left out. */
export function sankey(
  columns: readonly (readonly SankeyNodeInput[])[],
  links: readonly SankeyLinkInput[],
  size: SankeySize,
): SankeyLayout {
  const counts = columns.map((nodes, column) => nodes.map((node) => through(node.key, column, links)));
  const shown = columns.map((nodes, column) =>
    nodes.flatMap((node, i) => ((counts[column]?.[i] ?? 0) > 0 ? [{ node, count: counts[column]?.[i] ?? 0 }] : [])),
  );
  const total = Math.max(1, ...shown.map((nodes) => nodes.reduce((sum, { count }) => sum + count, 0)));
  const most = Math.max(1, ...shown.map((nodes) => nodes.length));
  // Many categories must not eat all the room with the space between them.
  const gap = Math.min(size.gap, (size.height * 0.4) / most);
  const unit = (size.height - gap * (most - 1)) / total;
  const step = columns.length > 1 ? (size.width - size.nodeWidth) / (columns.length - 1) : 0;

  const nodes = shown.flatMap((column, index) => {
    const used = column.reduce((sum, { count }) => sum + count * unit, 0) + gap * Math.max(0, column.length - 1);
    let y = (size.height - used) / 2;
    return column.map(({ node, count }): SankeyNode => {
      const placed = { ...node, column: index, x: index * step, y, width: size.nodeWidth, height: count * unit, count };
      y += placed.height + gap;
      return placed;
    });
  });

  const place = new Map(nodes.map((node, order) => [`${node.column}/${node.key}`, { node, order, out: node.y, in: node.y }]));
  const orderOf = (column: number, key: string) => place.get(`${column}/${key}`)?.order ?? 0;
  const sorted = links
    .filter((link) => link.count > 0 && place.has(`${link.column}/${link.from}`) && place.has(`${link.column + 1}/${link.to}`))
    .sort(
      (a, b) =>
        a.column - b.column ||
        orderOf(a.column, a.from) - orderOf(b.column, b.from) ||
        orderOf(a.column + 1, a.to) - orderOf(b.column + 1, b.to),
    );
  const placedLinks = sorted.flatMap((link): SankeyLink[] => {
    const from = place.get(`${link.column}/${link.from}`);
    const to = place.get(`${link.column + 1}/${link.to}`);
    if (from === undefined || to === undefined) {
      return [];
    }
    const height = link.count * unit;
    const ends = { x0: from.node.x + from.node.width, y0: from.out, x1: to.node.x, y1: to.in, height };
    from.out += height;
    to.in += height;
    return [{ ...link, ...ends, path: ribbon(ends) }];
  });
  return { nodes, links: placedLinks };
}

/** What passes through a node: the larger of what enters and what leaves. */
export function through(key: string, column: number, links: readonly SankeyLinkInput[]): number {
  let leaves = 0;
  let enters = 0;
  for (const link of links) {
    leaves += link.column === column && link.from === key ? link.count : 0;
    enters += link.column + 1 === column && link.to === key ? link.count : 0;
  }
  return Math.max(leaves, enters);
}

const short = (value: number) => Math.round(value * 100) / 100;

/** A closed ribbon of constant height between two ends. */
function ribbon(ends: { x0: number; y0: number; x1: number; y1: number; height: number }): string {
  const middle = (ends.x0 + ends.x1) / 2;
  const [x0, y0, x1, y1, m, h] = [ends.x0, ends.y0, ends.x1, ends.y1, middle, ends.height].map(short) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return `M${x0},${y0}C${m},${y0} ${m},${y1} ${x1},${y1}L${x1},${short(y1 + h)}C${m},${short(y1 + h)} ${m},${short(y0 + h)} ${x0},${short(y0 + h)}Z`;
}
