/**
 * How wide a text is drawn, so that labels, legends and titles get the room that they need and nothing is cut. Measured with the page's own font
 * where there is one; elsewhere (unit tests) by an average character.
 */

import { unbroken } from '../model/format';

export interface TextStyle {
  /** In pixels. */
  readonly size: number;
  readonly weight?: number;
  readonly code?: boolean;
}

const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;
let families: { text: string; code: string } | null = null;

function canvasContext(): CanvasRenderingContext2D | null {
  if (context === undefined) context = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  return context;
}

function family(code: boolean): string {
  if (families === null) {
    const style = getComputedStyle(document.documentElement);
    families = { text: style.getPropertyValue('--font').trim() || 'sans-serif', code: style.getPropertyValue('--font-code').trim() || 'monospace' };
  }
  return code ? families.code : families.text;
}

/** The width of a text in pixels. */
export function textWidth(text: string, { size, weight = 400, code = false }: TextStyle): number {
  const brush = canvasContext();
  if (brush === null) return text.length * size * (weight >= 600 ? 0.59 : 0.56);
  const key = `${size} ${weight} ${code} ${text}`;
  let width = known.get(key);
  if (width === undefined) {
    if (known.size > 20_000) known.clear();
    brush.font = `${weight} ${size}px ${family(code)}`;
    width = brush.measureText(text).width;
    known.set(key, width);
  }
  return width;
}

/** The width of the widest of some texts. */
export const widest = (texts: readonly string[], style: TextStyle): number => texts.reduce((most, text) => Math.max(most, textWidth(text, style)), 0);

/** A text in lines of a width in pixels, broken between words; only a word that is wider than a line is broken inside. */
export function wrapped(text: string, width: number, style: TextStyle): string[] {
  const lines: string[] = [];
  let line = '';
  // What belongs together stays together: "n = 200", "98 %".
  const words = unbroken(text).replaceAll(' = ', '\u00a0=\u00a0').split(' ').filter(Boolean);
  for (let word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, style) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    while (textWidth(word, style) > width && word.length > 1) {
      let length = word.length - 1;
      while (length > 1 && textWidth(word.slice(0, length), style) > width) length--;
      lines.push(word.slice(0, length));
      word = word.slice(length);
    }
    line = word;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Where the names of rows stand: in a column on the left, or each on lines of its own above its row, where the column would leave too little room. */
export interface RowNames {
  /** Where the rows' marks begin. */
  readonly left: number;
  readonly above: boolean;
  /** Of each row. */
  readonly lines: readonly (readonly string[])[];
  /** Height of a line of a name. */
  readonly lineHeight: number;
  /** Height that a row has besides its marks. */
  readonly extra: (row: number) => number;
}

/**
 * @param width of the whole drawing
 * @param share of it that a column of names may take
 */
export function rowNames(names: readonly string[], width: number, style: TextStyle, share = 0.42, gap = 12): RowNames {
  const lineHeight = Math.round(style.size * 1.25);
  const needed = widest(names, style) + gap;
  const room = Math.max(40, width * share);
  if (needed <= room) return { left: needed, above: false, lines: names.map((name) => [name]), lineHeight, extra: () => 0 };
  const lines = names.map((name) => wrapped(name, Math.max(60, room - gap), style));
  // Names of up to two lines stay beside their rows; longer ones would tear the rows apart.
  if (width >= 460 && lines.every((one) => one.length <= 2)) {
    return { left: Math.max(...lines.map((one) => widest(one, style))) + gap, above: false, lines, lineHeight, extra: (row) => ((lines[row]?.length ?? 1) > 1 ? lineHeight - 4 : 0) };
  }
  const over = names.map((name) => wrapped(name, Math.max(60, width - 4), style));
  // A little in from the edge, so that the first tick's number has room.
  return { left: 14, above: true, lines: over, lineHeight, extra: (row) => (over[row]?.length ?? 1) * lineHeight };
}
