/** Where the flow picture's tokens and rows stand: tokens from left to right, grouped by line, layers from bottom to top. */

export interface FlowToken {
  readonly position: number;
  readonly line: number;
}

export interface FlowPlaces {
  /** [position] */
  readonly x: readonly number[];
  /** [row], the first at the bottom. */
  readonly y: readonly number[];
  /** Each line's middle and width. A line that is drawn as one place is `brief`. */
  readonly lines: readonly { readonly line: number; readonly x: number; readonly width: number; readonly brief: boolean }[];
  /** From one token to the next. */
  readonly step: number;
  /** Of the largest dot. */
  readonly radius: number;
  readonly width: number;
  readonly height: number;
}

/** Widths of the gap between lines, in tokens, and of the least token that a character fits into, in pixels. */
const gap = 0.7;
const leastStep = 8.6;
const [left, right, top, below] = [30, 8, 26, 42];

/**
 * @param important lines that are drawn token by token even where there is little room; each other line is one place then
 * @param rows the layers, and one for the answer
 */
export function flowPlaces(tokens: readonly FlowToken[], important: ReadonlySet<number>, rows: number, width: number): FlowPlaces {
  const all = [...new Set(tokens.map(({ line }) => line))];
  const sizeOf = (line: number, brief: boolean) => (brief ? 1 : tokens.filter((one) => one.line === line).length);
  const room = width - left - right;
  const stepFor = (brief: (line: number) => boolean) => room / (all.reduce((sum, line) => sum + sizeOf(line, brief(line)), 0) + gap * (all.length - 1));
  const whole = stepFor(() => false) >= leastStep;
  const isBrief = (line: number) => !whole && !important.has(line);
  const step = Math.min(26, stepFor(isBrief));
  const x: number[] = [];
  let at = left;
  const lines = all.map((line) => {
    const brief = isBrief(line);
    const own = tokens.filter((one) => one.line === line);
    own.forEach((token, index) => (x[token.position] = at + step * (brief ? 0.5 : index + 0.5)));
    const size = step * sizeOf(line, brief);
    at += size + gap * step;
    return { line, x: at - gap * step - size / 2, width: size, brief };
  });
  const row = rows > 9 ? 27 : width < 500 ? 40 : 43;
  const height = top + (rows - 1) * row + below;
  return { x, y: Array.from({ length: rows }, (_, index) => height - below - index * row), lines, step, radius: Math.min(7, step * 0.48), width: Math.max(width, at - gap * step + right), height };
}

/** From a token in one row to another in the next, and where something on its way is after a part of it, 0 to 1. */
export function flowCurve(x0: number, y0: number, x1: number, y1: number): { path: string; at: (part: number) => { x: number; y: number } } {
  const bend = (y0 - y1) * 0.55;
  const n = (value: number) => value.toFixed(1);
  return {
    path: x0 === x1 ? `M${n(x0)},${n(y0)}L${n(x1)},${n(y1)}` : `M${n(x0)},${n(y0)}C${n(x0)},${n(y0 - bend)} ${n(x1)},${n(y1 + bend)} ${n(x1)},${n(y1)}`,
    at: (part) => {
      const [a, b, c, d] = [(1 - part) ** 3, 3 * (1 - part) ** 2 * part, 3 * (1 - part) * part ** 2, part ** 3];
      return { x: (a + b) * x0 + (c + d) * x1, y: a * y0 + b * (y0 - bend) + c * (y1 + bend) + d * y1 };
    },
  };
}

/** How dark an effect is: the square root of its part of the scale, so that 1 logit of 10 is seen. */
export const flowInk = (effect: number, span: number): number => Math.sqrt(Math.min(1, Math.max(0, effect) / span));
