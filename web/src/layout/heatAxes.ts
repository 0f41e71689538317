import { heatGeometry, type CellSize, type HeatGeometry, labelStride, runsOfColor } from './heatmap';

/** A row's or a column's name. */
export interface HeatAxisItem {
  label: string;
  /** A colour or `var(--…)` for the label. */
  color?: string;
  strong?: boolean;
  /** Equal neighbours are drawn under one name beside or above the labels. */
  group?: string;
}

export interface HeatAxes {
  rows: readonly HeatAxisItem[];
  columns: readonly HeatAxisItem[];
  rowTitle: string;
  columnTitle: string;
  /** Column labels stand upright when they are long. */
  columnLabels: 'across' | 'upright';
  /** Room for row labels, in pixels; found from the labels when left out. */
  labelWidth: number | undefined;
  cellHeight: number;
  cellWidth: CellSize;
  legend: string;
}

/** Where everything of a heat map stands, in pixels. */
export interface HeatFrame {
  /** Of the cells. */
  left: number;
  top: number;
  geometry: HeatGeometry;
  /** Of all. */
  width: number;
  height: number;
  /** Every which-th label is written. */
  rowStride: number;
  columnStride: number;
  legendWidth: number;
  /** The columns' title, in as many lines as it needs: one that is cut off would lose its n. */
  columnTitle: readonly string[];
  /** The height of these lines. */
  titleHeight: number;
  /** On narrow screens the legend's words stand below its colours. */
  legendBelow: boolean;
}

const longest = (items: readonly HeatAxisItem[]) => items.reduce((most, item) => Math.max(most, item.label.length), 0);
const grouped = (items: readonly HeatAxisItem[]) => items.some((item) => item.group);

/** A title's words in lines of a width in pixels; a longer word has a line of its own. */
export function titleLines(title: string, width: number): string[] {
  const most = Math.floor(width / 6.4);
  const lines: string[] = [];
  // What belongs together stays together: "n = 200".
  for (const word of title.replaceAll(' = ', '\u00a0=\u00a0').split(' ').filter(Boolean)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

export function heatFrame(axes: HeatAxes, available: number): HeatFrame {
  const { rows, columns, legend } = axes;
  const left = (axes.labelWidth ?? Math.min(220, 14 + longest(rows) * 6.6)) + (grouped(rows) ? 16 : 0) + (axes.rowTitle ? 16 : 0);
  const columnTitle = titleLines(axes.columnTitle, available - left);
  const titleHeight = columnTitle.length > 0 ? 16 + 14 * (columnTitle.length - 1) : 0;
  const top = (axes.columnLabels === 'upright' ? 12 + longest(columns) * 6.2 : 20) + (grouped(columns) ? 16 : 0) + titleHeight;
  const geometry = heatGeometry(rows.length, columns.length, Math.max(40, available - left - 4), axes.cellWidth, axes.cellHeight);
  const legendWidth = Math.min(220, Math.max(120, geometry.totalWidth));
  const legendBelow = left + legendWidth + 10 + legend.length * 5.8 > available;
  return {
    left,
    top,
    geometry,
    width: left + geometry.totalWidth + 4,
    height: top + geometry.totalHeight + (legend ? (legendBelow ? 60 : 44) : 6),
    rowStride: labelStride(geometry.height, 12),
    columnStride: axes.columnLabels === 'upright' ? labelStride(geometry.width, 12) : labelStride(geometry.width, Math.max(14, longest(columns) * 6.8)),
    legendWidth,
    columnTitle,
    titleHeight,
    legendBelow,
  };
}

/** Neighbours of one group; those of none have an empty name. */
export function groupsOf(items: readonly HeatAxisItem[]): { from: number; count: number; name: string }[] {
  return grouped(items) ? runsOfColor(items.map((item) => item.group ?? '')).map((run) => ({ from: run.from, count: run.count, name: run.color })) : [];
}
