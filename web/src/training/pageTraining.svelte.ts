import type { FromTraining, ToTraining } from '../../engine/training/worker';
import { withdraw } from '../api/client';
import type { Evaluation, RunPage, RunSpec } from '../api/contract.g';
import { catalogue, view } from '../state.svelte';
import { forget, keep, type KeptRun, keptRuns, keptWeights, whyNotKept } from './keptRuns';
import { PageRun } from './pageRun';

/** Test programs of an evaluation: enough to tell 99 % from 97, few enough not to hold the training up. */
const testPrograms = 400;

/** A training in this page: a run like one of the site, from another seed. What it makes is a run among the others, and is kept in the browser's storage. */
class PageTraining {
  state = $state<'none' | 'running' | 'paused' | 'finished' | 'failed'>('none');
  run = $state<string | null>(null);
  step = $state(0);
  lines = $state.raw<readonly Evaluation[]>([]);
  failure = $state<string | null>(null);
  /** Runs of earlier visits, and of this one. */
  kept = $state.raw<readonly KeptRun[]>([]);
  /** Why what is made now is not kept; null where it is. */
  notKept = $state<string | null>(null);
  #worker: Worker | null = null;
  #made: PageRun | null = null;
  readonly #opened = new Map<string, PageRun>();
  #writing: Promise<void> = Promise.resolve();

  get steps(): number {
    return this.#made?.spec.preset.training.steps ?? 0;
  }

  begin(like: RunPage, seed: number): void {
    const { preset } = like.spec;
    const spec: RunSpec = { ...like.spec, preset: { ...preset, training: { ...preset.training, seed, evaluationPrograms: testPrograms, workers: 1 } } };
    const name = `page-${seed}`;
    this.#made = new PageRun(name, spec, like);
    this.#opened.set(name, this.#made);
    [this.run, this.state, this.step, this.lines, this.failure, this.notKept] = [name, 'running', 0, [], null, null];
    // An earlier run of the same seed goes: its weights would stand among those of this one.
    this.#write(() => forget(name));
    this.#worker?.terminate();
    const worker = new Worker(new URL('../../engine/training/worker.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromTraining>) => void this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end('failed', event.message || 'its thread could not be started');
    };
    worker.postMessage({ preset: spec.preset, seed } satisfies ToTraining);
  }

  pause(paused: boolean): void {
    if (this.state !== 'running' && this.state !== 'paused') return;
    this.state = paused ? 'paused' : 'running';
    this.#worker?.postMessage({ paused } satisfies ToTraining);
    void this.#publish();
  }

  /** Saves a run's folder as a zip file. */
  save(run: string): void {
    this.#opened.get(run)?.save();
  }

  /** Puts the runs of earlier visits among those of the site. */
  async restore(): Promise<void> {
    try {
      this.kept = await keptRuns();
      for (const one of this.kept) {
        if (this.#opened.has(one.run)) continue;
        const run = PageRun.of(one, await keptWeights(one.run));
        this.#opened.set(one.run, run);
        await run.publish(one.finished ? 'finished' : 'stopped');
      }
    } catch (error) {
      this.notKept = whyNotKept(error);
    }
  }

  /** Deletes a kept run from the storage and from the site. */
  async remove(run: string): Promise<void> {
    if (this.run === run) {
      this.#worker?.terminate();
      [this.#worker, this.#made, this.run, this.state, this.lines] = [null, null, null, 'none', []];
    }
    this.#write(() => forget(run));
    await this.#writing;
    this.#opened.delete(run);
    withdraw(run);
    catalogue.removeRun(run);
    if (view.run === run) view.commit({ run: null, step: null, pin: null, program: null, source: null });
  }

  async #take(message: FromTraining): Promise<void> {
    const made = this.#made;
    if (made === null) return;
    if ('step' in message) this.step = message.step;
    else if ('example' in message) made.addExample(message.example);
    else if ('line' in message) {
      this.step = message.line.step;
      this.lines = made.addLine(message.line);
      this.#keep(made);
      await this.#publish();
    } else if ('checkpoint' in message) {
      made.addWeights(message.checkpoint, message.weights);
      this.#keep(made, { step: message.checkpoint, flat: message.weights });
      await this.#publish();
    } else if ('finished' in message) this.#end('finished', null);
    else this.#end('failed', message.failure);
  }

  #keep(made: PageRun, weights: { step: number; flat: Float32Array } | null = null): void {
    const { record } = made;
    // After the first that failed nothing more is kept: what is kept is whole up to there.
    this.#write(() => keep(record, weights), () => this.notKept === null);
  }

  /** One change of the storage after the other. */
  #write(change: () => Promise<void>, wanted: () => boolean = () => true): void {
    this.#writing = this.#writing.then(async () => {
      if (!wanted()) return;
      try {
        await change();
        this.kept = await keptRuns();
      } catch (error) {
        this.notKept = whyNotKept(error);
      }
    });
  }

  #end(state: 'finished' | 'failed', failure: string | null): void {
    [this.state, this.failure] = [state, failure];
    this.#worker?.terminate();
    this.#worker = null;
    if (this.#made !== null && state === 'finished') {
      this.#made.finished = true;
      this.#keep(this.#made);
    }
    void this.#publish();
  }

  async #publish(): Promise<void> {
    await this.#made?.publish(this.state === 'finished' ? 'finished' : this.state === 'running' ? 'training' : 'stopped');
  }
}

export const pageTraining = new PageTraining();
