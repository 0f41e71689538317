import { askedBeside } from '../../api/asked.svelte';
import { liveProgram } from '../../api/live.svelte';
import { get, runPath } from '../../api/client';
import type { RunPage } from '../../api/contract.g';
import { resource } from '../../api/resource.svelte';
import { nearest } from '../../model/checkpoints';
import { catalogue, shown, view } from '../../state.svelte';

/** The model beside the shown one: of another run, or the pinned checkpoint of the same; asked about the same program. */
export class BesideModel {
  readonly #page = resource<RunPage>(
    () => shown.beside?.run ?? null,
    (signal, run) => get<RunPage>(runPath(run, 'run.json'), { signal }),
  );

  readonly run = $derived(shown.beside?.run ?? (shown.pin === null || shown.pin === shown.checkpoint ? null : catalogue.runName));
  /** Checkpoints of the other run. */
  readonly steps = $derived(shown.beside === null ? [] : (this.#page.value?.checkpoints.map((one) => one.step) ?? []));
  readonly step = $derived(shown.beside === null ? shown.pin : nearest(this.steps, shown.beside.step ?? Number.POSITIVE_INFINITY));
  readonly numbers = liveProgram(['residual'], () => this.step, () => this.run);
  /** Its map; null while it is one of another program or model. */
  readonly map = $derived(this.run === null || this.numbers.key === null || !this.numbers.key.startsWith(`${this.run} ${this.step} `) ? null : (this.numbers.value?.residual ?? null));
  readonly message = $derived(this.#page.message ?? this.numbers.message);

  constructor() {
    $effect(() => askedBeside('beside', shown.beside, this.steps));
  }

  choose(run: string | null, step: number | null = null): void {
    view.commit({ own: { beside: run === null ? null : step === null ? run : `${run}@${step}` } });
  }
}
