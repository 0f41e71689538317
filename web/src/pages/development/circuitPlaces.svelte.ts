import { among } from '../../api/asked.svelte';
import type { AnswerLineGroup, DevelopmentResult } from '../../api/contract.g';
import { stored } from '../../api/stored.svelte';
import { curvesOf } from '../../model/emergence';
import { answerLinesOf, hopsOf } from '../../model/patching';

/** The circuit's places, followed over training on programs of one kind; the two figures about them light the same place. */
export class CircuitPlaces {
  readonly stored = stored<DevelopmentResult>(() => 'development');
  /** The place that is pointed at. */
  lit = $state<string | null>(null);

  readonly hops = $derived(this.stored.value ? hopsOf(this.stored.value.programs) : []);
  readonly lines = $derived(this.stored.value ? answerLinesOf(this.stored.value.programs) : []);
  readonly line = $derived<AnswerLineGroup>(among('lines', this.lines) ?? this.lines.find((one) => one === 'later') ?? this.lines.at(-1) ?? 'later');

  /** Each place once, in the order of the digit's way. */
  readonly all = $derived([...new Map(this.hops.flatMap((hops) => this.curvesOf(hops)).map((curve) => [curve.id, curve])).values()]);

  curvesOf(hops: number) {
    const { value } = this.stored;
    return value ? curvesOf(value, hops, this.line) : [];
  }

  /** The heuristic's place in the colour of guesses; the circuit's by their order. */
  colorOf(id: string): string {
    const at = this.all.filter((curve) => !curve.heuristic).findIndex((curve) => curve.id === id);
    return at < 0 ? 'var(--series-2)' : `var(--series-${([1, 3, 4, 6, 5, 8, 7] as const)[at % 7]})`;
  }
}
