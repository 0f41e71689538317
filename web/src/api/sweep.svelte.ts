import { choice } from './asked.svelte';
import { nearestStored, storedOf } from '../model/analyses';
import { catalogue, shown } from '../state.svelte';
import type { PatchResult } from './contract.g';
import { storedNear } from './stored.svelte';

/**
 * A sweep of patches over the test programs: over the paper's tokens, or with the three after each right-hand side. Some models keep the digit in
 * those: where they were swept at the same checkpoint, they are shown unless the address says otherwise.
 */
export class Sweep {
  readonly kind: string;
  readonly stored = storedNear<PatchResult>(() => ({ kind: this.kind, tokens: this.tokens }));

  constructor(kind: string) {
    this.kind = kind;
  }

  get tokens(): 'chain' | 'spans' {
    const analyses = catalogue.detail?.analyses ?? [];
    const [chain, spans] = (['chain', 'spans'] as const).map((tokens) => nearestStored(analyses, { kind: this.kind, tokens }, shown.checkpoint));
    const richer = spans && (!chain || spans.step === chain.step) ? 'spans' : 'chain';
    return choice('tokens', richer, 'chain', 'spans');
  }

  /** Whether the tokens after each right-hand side were swept at any checkpoint. */
  get hasSpans(): boolean {
    return storedOf(catalogue.detail?.analyses ?? [], { kind: this.kind, tokens: 'spans' }).length > 0;
  }
}
