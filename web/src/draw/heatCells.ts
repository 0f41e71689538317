import { type HeatGeometry, runsOfColor } from '../layout/heatmap';

/** A line of paper between cells that are large enough for it. */
const gapOf = (geometry: HeatGeometry): number => (geometry.width >= 8 && geometry.height >= 8 ? 1 : 0);

/** Rows of cells as rectangles: where cells touch, neighbours of one colour are one. */
function* rectangles(geometry: HeatGeometry, rows: number, colors: (row: number) => readonly string[]) {
  const gap = gapOf(geometry);
  for (let row = 0; row < rows; row++) {
    for (const { from, count, color } of runsOfColor(colors(row))) {
      const [wide, times] = gap === 0 ? [count, 1] : [1, count];
      for (let i = 0; i < times; i++) {
        yield { color, x: (from + i) * geometry.width, y: row * geometry.height, width: wide * geometry.width - gap, height: geometry.height - gap };
      }
    }
  }
}

/** Paints the cells, sharp on screens of several pixels a point. */
export function paintCells(canvas: HTMLCanvasElement, geometry: HeatGeometry, rows: number, colors: (row: number) => readonly string[]): void {
  const context = canvas.getContext('2d');
  if (!context || geometry.totalWidth <= 0) return;
  const density = Math.min(3, window.devicePixelRatio || 1);
  canvas.width = Math.max(1, Math.round(geometry.totalWidth * density));
  canvas.height = Math.max(1, Math.round(geometry.totalHeight * density));
  context.scale(density, density);
  for (const { color, x, y, width, height } of rectangles(geometry, rows, colors)) {
    context.fillStyle = color;
    // Edges on whole pixels of the screen: between cells of broken widths the paper would shine through.
    const [left, right] = [x, x + width].map((edge) => Math.round(edge * density) / density) as [number, number];
    context.fillRect(left, y, right - left, height);
  }
}

/** The cells as SVG, to be saved; `left` and `top` are where they begin. */
export function cellsMarkup(left: number, top: number, geometry: HeatGeometry, rows: number, colors: (row: number) => readonly string[]): string {
  return [...rectangles(geometry, rows, colors)]
    .map(({ color, x, y, width, height }) => `<rect x="${+(left + x).toFixed(2)}" y="${top + y}" width="${+width.toFixed(2)}" height="${height}" fill="${color}"/>`)
    .join('');
}
