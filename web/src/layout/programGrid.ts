/** Geometry of the heat map of programs (rows) by checkpoints (columns), of which only the rows on screen are drawn. */
export interface ProgramGrid {
  readonly rows: number;
  readonly columns: number;
  readonly rowHeight: number;
  readonly columnWidth: number;
  readonly width: number;
  readonly height: number;
}

/** The grid for a width in pixels; columns share it evenly. */
export function programGrid(rows: number, columns: number, width: number, rowHeight: number): ProgramGrid {
  return { rows, columns, rowHeight, columnWidth: columns === 0 ? 0 : width / columns, width, height: rows * rowHeight };
}

/** The rows that a window of the grid shows: from the first up to, not including, the second. */
export function visibleRows(grid: ProgramGrid, scrollTop: number, viewHeight: number): { first: number; end: number } {
  const first = Math.max(0, Math.min(grid.rows, Math.floor(scrollTop / grid.rowHeight)));
  const end = Math.max(first, Math.min(grid.rows, Math.ceil((scrollTop + viewHeight) / grid.rowHeight)));
  return { first, end };
}

/** The cell at a position of the whole grid; null outside. */
export function cellAt(grid: ProgramGrid, x: number, y: number): { row: number; column: number } | null {
  const row = Math.floor(y / grid.rowHeight);
  const column = grid.columnWidth === 0 ? -1 : Math.floor(x / grid.columnWidth);
  return row >= 0 && row < grid.rows && column >= 0 && column < grid.columns ? { row, column } : null;
}

/** Where the window must scroll to so that a row is seen whole; the present place where it is seen already. */
export function scrollToShow(grid: ProgramGrid, row: number, scrollTop: number, viewHeight: number): number {
  const top = row * grid.rowHeight;
  if (top < scrollTop) {
    return top;
  }
  return top + grid.rowHeight > scrollTop + viewHeight ? top + grid.rowHeight - viewHeight : scrollTop;
}
