import { get, runPath } from '../../api/client';
import type { ExamplePair, LiveProgram } from '../../api/contract.g';
import { server } from '../../api/liveSource';
import { resource } from '../../api/resource.svelte';
import { softmax } from '../../model/digits';
import { tellingMoments } from '../../model/moments';
import { parse } from '../../model/program';
import { catalogue } from '../../state.svelte';

/** A server is asked for the answers alone: where the rest was not computed beforehand it takes seconds, beside a training many. */
async function answersAt(run: string, step: number, signal: AbortSignal): Promise<LiveProgram> {
  if (catalogue.storesExample) return get<LiveProgram>(runPath(run, `example/${step}.json`), { signal });
  const { base, source } = await get<ExamplePair>(runPath(run, 'example.json'), { signal });
  return (catalogue.source ?? server).program(run, step, { program: base, source, parts: ['logits'] }, signal);
}

/** What the model says of the run's example at some moments of its training. */
export class ExampleAnswers {
  readonly #moments = $derived(tellingMoments(catalogue.phases, catalogue.steps));
  readonly #answer = $derived(catalogue.example === null ? null : (parse(catalogue.example.base).program?.answer ?? null));

  readonly numbers = resource(
    () => (catalogue.runName !== null && catalogue.example !== null && this.#moments.length > 0 ? `${catalogue.runName} ${this.#moments.map((one) => one.step).join(' ')}` : null),
    (signal) => Promise.all(this.#moments.map((one) => answersAt(catalogue.runName as string, one.step, signal))),
  );

  readonly all = $derived.by(() =>
    (this.numbers.value ?? []).map((one, index) => ({
      step: one.step,
      name: this.#moments[index]?.name ?? '',
      shares: one.logits ? softmax(one.logits.base) : [],
      answer: this.#answer,
    })),
  );
}
