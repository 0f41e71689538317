import { among } from '../../api/asked.svelte';
import type { CircuitResult, GrowthResult } from '../../api/contract.g';
import { stored, storedNear } from '../../api/stored.svelte';
import { circuitChanges } from '../../model/analyses';
import { edgesOf, firstGroup, groupId, growingEdges, nearestStep, readerOf } from '../../model/circuit';
import { catalogue, shown } from '../../state.svelte';

/** The group of programs that is looked at, and what the run has of its circuit at the shown checkpoint. */
export class CircuitPage {
  readonly changes = $derived(circuitChanges(catalogue.detail?.analyses ?? []));
  /** What the sources change: only the digit's circuit is followed over training. */
  readonly change = $derived((among('change', this.changes, ({ id }) => id) ?? this.changes[0])?.id ?? 'digit');
  readonly found = storedNear<CircuitResult>(() => ({ kind: 'circuit', change: this.change }));
  readonly growth = stored<GrowthResult>(() => (this.change === 'digit' ? 'circuit-growth' : null));

  /** Every group that has a circuit or was followed over training. */
  readonly groups = $derived.by(() => {
    const all = [...(this.found.value?.groups ?? []), ...(this.growth.value?.groups ?? [])];
    return all.filter((one, index) => all.findIndex((other) => groupId(other) === groupId(one)) === index);
  });
  readonly chosen = $derived(among('group', this.groups, groupId) ?? firstGroup(this.groups));
  readonly id = $derived(this.chosen ? groupId(this.chosen) : null);
  /** The group's circuit at the stored checkpoint that is nearest. */
  readonly group = $derived(this.found.value?.groups.find((one) => groupId(one) === this.id) ?? null);
  /** The group's place in the growth; -1 where it was not followed. */
  readonly #place = $derived(this.growth.value?.groups.findIndex((one) => groupId(one) === this.id) ?? -1);
  readonly followed = $derived(this.growth.value?.groups[this.#place] ?? null);
  readonly #at = $derived(this.growth.value && this.#place >= 0 ? nearestStep(this.growth.value, shown.checkpoint) : null);
  readonly now = $derived(this.#at?.groups[this.#place] ?? null);
  /** The step that the diagram is of. */
  readonly step = $derived(this.#at?.step ?? this.found.value?.checkpoint ?? null);
  readonly edges = $derived(this.#at ? growingEdges(this.#at, this.#place) : this.group ? edgesOf(this.group) : []);
  readonly curve = $derived(
    (this.growth.value?.checkpoints ?? []).flatMap((one) => {
      const at = one.groups[this.#place];
      return at ? [{ step: one.step, at }] : [];
    }),
  );
  /** The largest effect at any checkpoint, so that a wire means the same at all. */
  readonly span = $derived(
    Math.max(0, ...(this.curve.length > 0 ? this.curve.flatMap(({ at }) => at.parts.map((part) => part.effect)) : this.edges.map((edge) => edge.effect)).map(Math.abs)),
  );
  /** Every component of the group's circuits that stands at a token, as COMPONENT@TOKEN, at any checkpoint. */
  readonly #nodes = $derived.by(() => {
    const followed = this.#place < 0 ? [] : (this.growth.value?.checkpoints ?? []).flatMap((one) => growingEdges(one, this.#place));
    return [...new Set([...followed, ...this.edges].flatMap((edge) => [`${edge.source}@${edge.token}`, `${readerOf(edge.input).component}@${edge.token}`]))];
  });
  readonly node = $derived(among('node', this.#nodes) ?? null);
}
