import { among, askedHead, askedNames, askedPatches, choice } from '../../api/asked.svelte';
import { Sweep } from '../../api/sweep.svelte';
import type { PatchResult } from '../../api/contract.g';
import { type ChosenPatch, type Component, written } from '../../model/patches';
import { writeNames } from '../../model/headScatter';
import { type EffectGrid, gridsOf, measures } from '../../model/patching';
import { catalogue, view } from '../../state.svelte';

/** What the figures of the heads' page share: the sweep, what its cells show, which head is chosen, and what heads are called. */
export class HeadPage {
  readonly sweep = new Sweep('patch-heads');

  readonly measure = $derived((among('measure', measures, ({ id }) => id) ?? measures.find((one) => one.id === 'effect')) as (typeof measures)[number]);
  readonly unit = $derived(this.measure.id === 'success' || this.measure.id === 'kept' ? 'share' : 'logits');
  readonly everyLine = $derived(choice('lines', 'later', 'all') === 'all');

  readonly ranking = $derived((this.sweep.stored.value?.ranking ?? []).filter((rank) => rank.head > 0));
  readonly names = $derived(askedNames('names'));

  /** As `layer.head`: the address's, else the strongest, else the first of the last layer. */
  readonly selected = $derived.by(() => {
    const asked = askedHead('head');
    if (asked !== undefined) return asked;
    const best = this.ranking[0];
    return best ? `${best.layer}.${best.head}` : `${catalogue.summary?.layers ?? 1}.1`;
  });

  readonly place = $derived.by((): { layer: number; head: number } => {
    const [layer, head] = this.selected.split('.').map(Number);
    const { summary } = catalogue;
    return { layer: Math.min(layer ?? 1, summary?.layers ?? layer ?? 1), head: Math.min(head ?? 1, summary?.heads ?? head ?? 1) };
  });

  /** A sweep's groups as grids of what is chosen. */
  gridsOf(result: PatchResult | null): readonly EffectGrid[] {
    return result ? gridsOf(result, this.measure.id, 'patch').filter((grid) => this.everyLine || grid.answerLine === 'later') : [];
  }

  choose(id: string): void {
    view.commit({ own: { head: id } });
  }

  /** The vector or the edge of the shown program that is patched beside its map: the address's, as a patch is written there. */
  readonly patched = $derived(askedPatches('cell')[0] ?? null);

  /** Chooses a head and, where the shown program has such a token, patches there. */
  patch(one: ChosenPatch | null, head: Component | null = null, own: Record<string, string> = {}): void {
    view.commit({ own: { ...own, ...(head === null || head.head === 0 ? {} : { head: `${head.layer}.${head.head}` }), ...(one === null ? {} : { cell: written(one) }) } });
  }

  rename(id: string, name: string): void {
    const next = new Map(this.names);
    if (name.trim() === '') next.delete(id);
    else next.set(id, name.trim().slice(0, 40));
    view.set({ names: writeNames(next) || null });
  }

  called(id: string): string {
    return this.names.has(id) ? `${id} (${this.names.get(id)})` : id;
  }
}
