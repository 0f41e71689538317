/** Which stored analysis answers for a checkpoint. */

import { analyses } from '../api/constants.g';
import type { AnalysisEntry } from '../api/contract.g';

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
  /** What attention edges were cut in at a time; any where it is left out. */
  readonly granularity?: string;
  /** What a circuit's sources change: the root's digit, or names, so that the root is elsewhere; any where it is left out. */
  readonly change?: string;
}

/** Which tokens an analysis patched: older results have no such field and took the chain's. */
export function tokensOf(entry: AnalysisEntry): 'chain' | 'spans' {
  const spec = entry.spec as { tokens?: unknown } | null;
  return spec?.tokens === 'spans' ? 'spans' : 'chain';
}

/** What attention edges were cut in at a time: single heads where the spec does not say. */
export function granularityOf(entry: AnalysisEntry): string {
  const spec = entry.spec as { granularity?: unknown } | null;
  return typeof spec?.granularity === 'string' ? spec.granularity : 'heads';
}

/** What a circuit's sources change: the digit where the spec does not say. */
export function changeOf(entry: AnalysisEntry): string {
  const spec = entry.spec as { change?: unknown } | null;
  return typeof spec?.change === 'string' ? spec.change : 'digit';
}

/** Whether an analysis says what figures show: of the test set and not of a user's own programs, and of what heads write. */
function isShown(entry: AnalysisEntry): boolean {
  const spec = entry.spec as { selection?: { ownPrograms?: unknown; ownPairs?: unknown }; site?: unknown } | null;
  return spec?.selection?.ownPrograms === undefined && spec?.selection?.ownPairs === undefined && spec?.site === undefined;
}

/** What the analysis of a command is called and answers: `analyze patch-heads` with whatever stands around it, or `circuit`; null where it is no analysis. */
export function analysisOf(command: string | null): { readonly title: string; readonly question: string } | null {
  const name = /^(?:.*\banalyze )?([a-z-]+)/u.exec(command ?? '')?.[1];
  return name !== undefined && name in analyses ? analyses[name as keyof typeof analyses] : null;
}

/** All stored analyses of a kind, by checkpoint. */
export function storedOf(analyses: readonly AnalysisEntry[], wanted: Wanted): readonly StoredAt[] {
  return analyses
    .filter((entry) => entry.kind === wanted.kind && entry.checkpoint !== null && entry.bytes > 0 && isShown(entry))
    .filter((entry) => wanted.tokens === undefined || tokensOf(entry) === wanted.tokens)
    .filter((entry) => wanted.granularity === undefined || granularityOf(entry) === wanted.granularity)
    .filter((entry) => wanted.change === undefined || changeOf(entry) === wanted.change)
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

/** A way in which attention edges were cut, and what it is called. */
export interface EdgeVariant {
  /** Such as `spans-layers`. */
  readonly id: string;
  readonly wanted: Wanted;
  readonly words: string;
}

const cuts: readonly (readonly [string, string])[] = [['heads', 'head by head'], ['layers', 'layer by layer'], ['model', 'all heads at once']];

/** The ways in which edges were cut in a run, the most telling first: with the tokens after each right-hand side, and head by head. */
export function edgeVariants(analyses: readonly AnalysisEntry[]): readonly EdgeVariant[] {
  return (['spans', 'chain'] as const).flatMap((tokens) =>
    cuts.flatMap(([granularity, words]) => {
      const wanted = { kind: 'patch-attention', tokens, granularity };
      return storedOf(analyses, wanted).length === 0
        ? []
        : [{ id: `${tokens}-${granularity}`, wanted, words: `${words}${tokens === 'spans' ? ', with the tokens after each right-hand side' : ''}` }];
    }),
  );
}

const changes: Readonly<Record<string, string>> = { digit: 'the root’s digit: where it goes', names: 'which line is the root: what finds it' };

/** What the sources of a run's circuits change, where there is a circuit of it. */
export const circuitChanges = (analyses: readonly AnalysisEntry[]): readonly { readonly id: string; readonly words: string }[] =>
  Object.entries(changes).flatMap(([id, words]) => (storedOf(analyses, { kind: 'circuit', change: id }).length === 0 ? [] : [{ id, words }]));
