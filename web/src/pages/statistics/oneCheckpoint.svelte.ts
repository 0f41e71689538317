import type { BehaviourResult } from '../../api/contract.g';
import type { Stored } from '../../api/stored.svelte';
import { behaviourAt } from '../../model/behaviour';
import { integer } from '../../model/format';
import { shown } from '../../state.svelte';

/** What the model says to every test program at the scrubbed checkpoint, and at the pinned one beside it. */
export class OneCheckpoint {
  readonly result: Stored<BehaviourResult>;

  constructor(result: Stored<BehaviourResult>) {
    this.result = result;
  }

  readonly at = $derived.by(() => this.#at(shown.checkpoint));
  readonly pinned = $derived.by(() => (shown.pin === shown.checkpoint ? null : this.#at(shown.pin)));
  readonly n = $derived(
    this.at
      ? `step ${integer(this.at.step)}, ${integer(this.at.accuracy.programs)} test programs${this.pinned ? `; hollow: pinned step ${integer(this.pinned.step)}` : ''}`
      : null,
  );

  #at(step: number | null) {
    const { value } = this.result;
    return value && step !== null ? behaviourAt(value, step) : null;
  }
}
