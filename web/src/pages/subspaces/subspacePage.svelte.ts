import { among, choice, numberUpTo } from '../../api/asked.svelte';
import type { SubspaceResult, SubspaceTarget } from '../../api/contract.g';
import { stored } from '../../api/stored.svelte';
import { tokenWords } from '../../model/alignment';
import { nearestStored, type StoredAt, storedOf } from '../../model/analyses';
import { mapsOf, offsetOf } from '../../model/maps';
import { paper } from '../../api/constants.g';
import { findingOf, layersOf, orderedSwaps, tellingLayer } from '../../model/subspaces';
import { catalogue, shown } from '../../state.svelte';

/** What the subspace is to hold, at which tokens and which layer: the choices at the head of the page, and the analysis that fits them. */
export class SubspacePage {
  readonly target = $derived<SubspaceTarget>(choice('target', 'digit', 'name'));
  /** What the paper states for this target. */
  readonly claimed = $derived(paper.subspaces[this.target]);

  readonly #every = $derived((catalogue.detail?.analyses ?? []).filter((one) => one.kind === 'subspaces'));
  readonly #maps = $derived(mapsOf(catalogue.detail?.analyses ?? []));
  /** How many tokens after the right-hand sides vectors were taken, in any analysis of the run. */
  readonly offsets = $derived(
    [...new Set([...this.#every.map((one) => offsetOf(one.name)), ...this.#maps.map((map) => map.after)])].sort((a, b) => a - b),
  );
  readonly after = $derived(among('after', this.offsets) ?? this.offsets[0] ?? 0);
  readonly tokens = $derived(tokenWords(this.after === 0 ? 'rhs' : `rhs+${this.after}`));
  readonly maps = $derived(this.#maps.filter((map) => map.after === this.after));

  readonly #here = $derived(this.#every.filter((one) => offsetOf(one.name) === this.after));
  readonly at = $derived<StoredAt | null>(nearestStored(this.#here, { kind: 'subspaces' }, shown.checkpoint));
  readonly all = $derived(storedOf(this.#here, { kind: 'subspaces' }));
  readonly stored = stored<SubspaceResult>(() => this.at?.entry.name ?? null);

  readonly result = $derived.by(() => this.stored.value);
  readonly layers = $derived(this.result ? layersOf(this.result, this.target) : []);
  /** The layer in the address, whether or not there is an analysis of it. */
  readonly asked = $derived(numberUpTo('layer', catalogue.summary?.layers ?? null) ?? null);
  readonly layer = $derived(this.asked !== null && this.layers.includes(this.asked) ? this.asked : this.result ? tellingLayer(this.result, this.target) : null);
  readonly finding = $derived(this.result && this.layer !== null ? findingOf(this.result, this.layer, this.target) : null);
  readonly swaps = $derived(this.finding ? orderedSwaps(this.finding) : []);
}
