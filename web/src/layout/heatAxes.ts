import { heatGeometry, type CellSize, type HeatGeometry, labelStride, runsOfColor } from './heatmap';
import { textWidth, widest, wrapped } from './measure';

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
  /** The rows' labels, in as many lines as the room beside the cells needs. */
  rowLines: readonly (readonly string[])[];
  /** Every which-th label is written. */
  rowStride: number;
  columnStride: number;
  legendWidth: number;
  /** The columns' title, in as many lines as it needs: one that is cut off would lose its n. */
  columnTitle: readonly string[];
  /** The height of these lines. */
  titleHeight: number;
  /** On narrow screens the legend's words stand below its colours, in as many lines as they need. */
  legendBelow: boolean;
  legendLines: readonly string[];
}

const style = { size: 11, weight: 700 };
const longest = (items: readonly HeatAxisItem[]) => Math.ceil(widest(items.map((item) => item.label), style));
const grouped = (items: readonly HeatAxisItem[]) => items.some((item) => item.group);

export function heatFrame(axes: HeatAxes, available: number): HeatFrame {
  const { rows, columns, legend } = axes;
  const labels = axes.labelWidth ?? Math.min(0.5 * Math.max(available, 200), 14 + longest(rows));
  const left = labels + (grouped(rows) ? 16 : 0) + (axes.rowTitle ? 16 : 0);
  const rowLines = rows.map((row) => (longest([row]) + 8 <= labels ? [row.label] : wrapped(row.label, labels - 8, style)));
  const lines = Math.max(1, ...rowLines.map((all) => all.length));
  const cellHeight = lines === 1 ? axes.cellHeight : Math.max(axes.cellHeight, 12 * lines + 4);
  const columnTitle = wrapped(axes.columnTitle, Math.max(60, available - left), style);
  const titleHeight = columnTitle.length > 0 ? 16 + 14 * (columnTitle.length - 1) : 0;
  const top = (axes.columnLabels === 'upright' ? 12 + longest(columns) : 20) + (grouped(columns) ? 16 : 0) + titleHeight;
  const geometry = heatGeometry(rows.length, columns.length, Math.max(40, available - left - 4), axes.cellWidth, cellHeight);
  const legendWidth = Math.min(220, Math.max(120, geometry.totalWidth));
  const legendBelow = left + legendWidth + 10 + textWidth(legend, { size: 10.5 }) > available;
  const least = Math.max(left + geometry.totalWidth + 4, left + Math.ceil(widest(columnTitle, style)), legend ? left + legendWidth + 10 : 0);
  // Below the colours the words keep to the drawing; a little is left for what a browser sets wider than it was measured.
  const legendLines = legendBelow ? wrapped(legend, Math.max(80, (least - left) * 0.94), { size: 10.5 }) : [legend];
  return {
    left,
    top,
    geometry,
    width: legend && !legendBelow ? Math.max(least, left + legendWidth + 10 + textWidth(legend, { size: 10.5 })) : least,
    height: top + geometry.totalHeight + (legend ? (legendBelow ? 46 + 14 * legendLines.length : 44) : 6),
    legendLines,
    rowLines,
    rowStride: labelStride(geometry.height, 12),
    columnStride: axes.columnLabels === 'upright' ? labelStride(geometry.width, 12) : labelStride(geometry.width, Math.max(14, longest(columns) + 4)),
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
