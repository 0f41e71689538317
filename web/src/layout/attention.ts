/** Attention patterns: which tokens a token looks at, as links between tokens and as rows of a matrix. */

/** A pattern of one head: weights by looking token (outer) and looked-at token (inner); what lies in the future is 0 or absent. */
export type Pattern = readonly (readonly number[])[];

export interface AttentionLink {
  /** The token that looks, 0-based. */
  readonly to: number;
  /** The token that is looked at, 0-based. */
  readonly from: number;
  /** 0 to 1. */
  readonly weight: number;
}

/** The links of one looking token, strongest first, down to a weight. */
export function linksOf(pattern: Pattern, to: number, least = 0.02): readonly AttentionLink[] {
  return (pattern[to] ?? [])
    .map((weight, from) => ({ to, from, weight }))
    .filter((link) => link.from <= to && link.weight >= least)
    .sort((a, b) => b.weight - a.weight || a.from - b.from);
}

/** Who looks at a token, strongest first. */
export function looksAt(pattern: Pattern, from: number, least = 0.02): readonly AttentionLink[] {
  return pattern
    .map((row, to) => ({ to, from, weight: row[from] ?? 0 }))
    .filter((link) => link.to >= from && link.weight >= least)
    .sort((a, b) => b.weight - a.weight || a.to - b.to);
}

/** How spread a row is, in bits. */
export function rowEntropy(row: readonly number[]): number {
  let bits = 0;
  for (const weight of row) {
    if (weight > 0) {
      bits -= weight * Math.log2(weight);
    }
  }
  return bits;
}

/** An arc from one place on a line of tokens to another, above the line; its height grows with the distance, up to a limit. */
export function arc(x0: number, x1: number, y: number, highest: number): string {
  const round = (value: number): string => String(Math.round(value * 10) / 10);
  if (x0 === x1) {
    return `M${round(x0 - 5)},${round(y)}C${round(x0 - 9)},${round(y - 16)} ${round(x0 + 9)},${round(y - 16)} ${round(x0 + 5)},${round(y)}`;
  }
  const height = Math.min(highest, 10 + Math.abs(x1 - x0) * 0.45);
  return `M${round(x0)},${round(y)}C${round(x0)},${round(y - height)} ${round(x1)},${round(y - height)} ${round(x1)},${round(y)}`;
}
