import type { BehaviourResult } from '../../api/contract.g';
import type { Stored } from '../../api/stored.svelte';
import { testProgramsOf, withoutTexts } from '../../api/testSet.svelte';
import { behaviourAt, compare, programsAt } from '../../model/behaviour';
import { usualOther } from '../../model/comparison';
import { integer } from '../../model/format';
import { catalogue, shown } from '../../state.svelte';

/** The scrubbed checkpoint and the pinned one (or the usual one to compare with), the earlier first, on the same test programs. */
export class TwoCheckpoints {
  readonly result: Stored<BehaviourResult>;

  constructor(result: Stored<BehaviourResult>) {
    this.result = result;
  }

  /** Null in results that do not hold the programs. */
  readonly programs = $derived.by(() => (this.result.value ? testProgramsOf(this.result.value) : null));

  /** How the figures stand that look at single programs. */
  readonly source = $derived.by(() => {
    const { state: loaded, message, command } = this.result;
    const state = loaded === 'ready' && this.programs === null ? ('empty' as const) : loaded;
    return { state, message: state === 'empty' ? withoutTexts : message, command };
  });

  readonly isPinned = $derived(shown.pin !== null && shown.pin !== shown.checkpoint);
  readonly other = $derived(
    shown.checkpoint === null ? null : this.isPinned ? shown.pin : usualOther(catalogue.steps, catalogue.phases, shown.checkpoint),
  );
  readonly steps = $derived(shown.checkpoint === null || this.other === null ? [] : [shown.checkpoint, this.other].sort((a, b) => a - b));
  readonly #behaviours = $derived.by(() => {
    const { value } = this.result;
    return this.steps.map((step) => (value ? behaviourAt(value, step) : null));
  });
  readonly earlier = $derived(this.#behaviours[0] ?? null);
  readonly later = $derived(this.#behaviours[1] ?? null);
  readonly before = $derived(this.programs && this.earlier ? programsAt(this.programs, this.earlier) : []);
  readonly after = $derived(this.programs && this.later ? programsAt(this.programs, this.later) : []);
  /** Null where there are no programs to compare on: counts of none would read as counts. */
  readonly change = $derived(
    this.programs && this.earlier && this.later
      ? compare(this.before.map((one) => one.program.answer), this.before.map((one) => one.prediction), this.after.map((one) => one.prediction))
      : null,
  );
  readonly n = $derived(
    this.change ? `steps ${this.steps.map((step) => integer(step)).join(' and ')}, the same ${integer(this.change.programs)} test programs` : null,
  );
}
