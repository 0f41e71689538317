import { choice } from '../../api/asked.svelte';
import { madeHere } from '../../api/client';
import { nearest } from '../../model/checkpoints';
import { catalogue, shown, view } from '../../state.svelte';

/** What the figures over training share: the run's evaluations, how they stand, their scale of steps and the marks on it. */
export class TrajectoryPage {
  readonly lines = $derived(catalogue.metrics?.metrics ?? []);
  readonly phases = $derived(catalogue.phases);
  readonly training = $derived(catalogue.summary?.state === 'training');
  /** The last step of the training, while it is not reached: the axis shows how far there is to go. */
  readonly end = $derived(this.training ? (catalogue.summary?.steps ?? null) : null);
  /** How many programs an evaluation asks. */
  readonly n = $derived(this.lines.at(-1)?.n ?? 0);

  readonly source = $derived({
    state: catalogue.metrics === null ? ('loading' as const) : this.lines.length === 0 ? ('empty' as const) : ('ready' as const),
    message: null,
    badge: madeHere(catalogue.runName) ? ('live (in this page)' as const) : this.training && catalogue.live ? ('live' as const) : ('precomputed' as const),
  });

  readonly kind = $derived(choice('axis', 'log', 'linear'));
  readonly marks = $derived([
    ...(shown.checkpoint === null ? [] : [{ x: shown.checkpoint, kind: 'step' as const }]),
    ...(shown.pin === null ? [] : [{ x: shown.pin, kind: 'pin' as const, label: 'pinned' }]),
  ]);

  /** Runs of the same preset, task and model with another seed. */
  readonly siblings = $derived.by(() => {
    const own = catalogue.summary;
    return own === null ? [] : (catalogue.site?.runs ?? []).filter((run) => run.seed !== own.seed && alike.every((field) => run[field] === own[field]));
  });

  commit(x: number): void {
    const step = nearest(catalogue.steps, x);
    if (step !== null) view.commit({ step });
  }
}

/** What seeds of one training have in common. */
const alike = ['preset', 'lines', 'maximumHops', 'layers', 'heads', 'width', 'parameters'] as const;

/** Colours of other runs beside this one. */
export const runColors = ['var(--series-6)', 'var(--series-4)', 'var(--series-5)', 'var(--series-7)', 'var(--series-8)', 'var(--series-3)'];
export const runColor = (index: number): string => runColors[index % runColors.length] as string;
