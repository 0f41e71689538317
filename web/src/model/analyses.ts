/** Which stored analysis answers for a checkpoint. */

import type { AnalysisEntry } from '../api/contract';

/** An analysis of a kind that belongs to one checkpoint, and how far from it. */
export interface StoredAt {
  readonly entry: AnalysisEntry;
  readonly step: number;
  /** Whether it is of the very checkpoint that was asked for. */
  readonly exact: boolean;
}

export interface Wanted {
  readonly kind: string;
  /** `chain` for the paper's tokens, `spans` for those with the tokens after each right-hand side; any where it is left out. */
  readonly tokens?: 'chain' | 'spans';
}

/** Which tokens an analysis patched: older results have no such field and took the chain's. */
export function tokensOf(entry: AnalysisEntry): 'chain' | 'spans' {
  const spec = entry.spec as { tokens?: unknown } | null;
  return spec?.tokens === 'spans' ? 'spans' : 'chain';
}

/** All stored analyses of a kind, by checkpoint. */
export function storedOf(analyses: readonly AnalysisEntry[], wanted: Wanted): readonly StoredAt[] {
  return analyses
    .filter((entry) => entry.kind === wanted.kind && entry.checkpoint !== null && entry.bytes > 0)
    .filter((entry) => wanted.tokens === undefined || tokensOf(entry) === wanted.tokens)
    .map((entry) => ({ entry, step: entry.checkpoint ?? 0, exact: false }))
    .sort((a, b) => a.step - b.step);
}

/** The stored analysis nearest to a checkpoint, by steps; the later of two that are equally near. Null where there is none. */
export function nearestStored(analyses: readonly AnalysisEntry[], wanted: Wanted, step: number | null): StoredAt | null {
  let best: StoredAt | null = null;
  for (const one of storedOf(analyses, wanted)) {
    const target = step ?? Number.POSITIVE_INFINITY;
    if (best === null || step === null || Math.abs(one.step - target) <= Math.abs(best.step - target)) {
      best = one;
    }
  }
  return best === null ? null : { ...best, exact: step === null || best.step === step };
}
