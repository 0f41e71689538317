/** Geometry of a heat map: cells of whole device pixels, all of one size, and where the pointer is. */

export interface HeatGeometry {
  /** Size of one cell. */
  width: number;
  height: number;
  /** Size of all cells. */
  totalWidth: number;
  totalHeight: number;
}

export interface CellSize {
  minimum: number;
  maximum: number;
}

export function heatGeometry(rows: number, columns: number, available: number, cellWidth: CellSize, cellHeight: number): HeatGeometry {
  const raw = columns > 0 ? available / columns : available;
  const bounded = Math.min(cellWidth.maximum, Math.max(cellWidth.minimum, raw));
  // Wide cells are whole pixels, so that all are alike; very narrow ones keep their fraction or the map would shrink.
  const width = bounded >= 6 ? Math.floor(bounded) : bounded;
  return { width, height: cellHeight, totalWidth: width * columns, totalHeight: cellHeight * rows };
}

export interface CellAddress {
  row: number;
  column: number;
}

export function cellAt(geometry: HeatGeometry, x: number, y: number): CellAddress | null {
  if (x < 0 || y < 0 || x >= geometry.totalWidth || y >= geometry.totalHeight) return null;
  return { row: Math.floor(y / geometry.height), column: Math.floor(x / geometry.width) };
}

/** The cell that a key leads to; null for keys that mean nothing here. */
export function moved(from: CellAddress, key: string, rows: number, columns: number, far: boolean): CellAddress | null {
  const step = far ? 10 : 1;
  const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  switch (key) {
    case 'ArrowLeft':
      return { row: from.row, column: clamp(from.column - step, columns) };
    case 'ArrowRight':
      return { row: from.row, column: clamp(from.column + step, columns) };
    case 'ArrowUp':
      return { row: clamp(from.row - step, rows), column: from.column };
    case 'ArrowDown':
      return { row: clamp(from.row + step, rows), column: from.column };
    case 'Home':
      return { row: from.row, column: 0 };
    case 'End':
      return { row: from.row, column: columns - 1 };
    case 'PageUp':
      return { row: 0, column: from.column };
    case 'PageDown':
      return { row: rows - 1, column: from.column };
    default:
      return null;
  }
}

/** Neighbouring cells of one colour as one rectangle: a saved picture of a hundred thousand cells stays small. */
export function runsOfColor(colors: readonly string[]): { from: number; count: number; color: string }[] {
  const runs: { from: number; count: number; color: string }[] = [];
  colors.forEach((color, index) => {
    const last = runs.at(-1);
    if (last && last.color === color) last.count++;
    else runs.push({ from: index, count: 1, color });
  });
  return runs;
}

/** Every which-th label can be shown when each needs `room` pixels. */
export function labelStride(cell: number, room: number): number {
  const least = Math.max(1, Math.ceil(room / cell));
  for (const stride of [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000]) if (stride >= least) return stride;
  return least;
}
