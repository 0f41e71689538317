import { runFiles, writeTensors, zip } from '../../engine/training/runFolder';
import { parameterTable, type Parameter } from '../../engine/training/parameters';
import type { FromTraining, ToTraining } from '../../engine/training/worker';
import { provide, stepName } from '../api/client';
import type { CheckpointEntry, Evaluation, RunPage, RunSpec, RunSummary } from '../api/contract.g';
import { download } from '../draw/export';
import { parse, defaultSource } from '../model/program';
import { proportion } from '../model/statistics';
import { catalogue } from '../state.svelte';

/** Test programs of an evaluation: enough to tell 99 % from 97, few enough not to hold the training up. */
const testPrograms = 400;

/** A training in this page: a run like one of the site, from another seed. What it makes is a run among the others, for as long as the page is open. */
class PageTraining {
  state = $state<'none' | 'running' | 'paused' | 'finished' | 'failed'>('none');
  run = $state<string | null>(null);
  step = $state(0);
  lines = $state.raw<Evaluation[]>([]);
  failure = $state<string | null>(null);
  #worker: Worker | null = null;
  #spec: RunSpec | null = null;
  #like: RunPage | null = null;
  readonly #weights = new Map<number, Float32Array<ArrayBuffer>>();

  get steps(): number {
    return this.#spec?.preset.training.steps ?? 0;
  }

  get #table(): readonly Parameter[] {
    return this.#spec === null ? [] : parameterTable(this.#spec.preset.model);
  }

  begin(like: RunPage, seed: number): void {
    const { preset } = like.spec;
    const training = { ...preset.training, seed, evaluationPrograms: testPrograms, workers: 1 };
    this.#spec = { ...like.spec, preset: { ...preset, training } };
    this.#like = like;
    this.#weights.clear();
    [this.run, this.state, this.step, this.lines, this.failure] = [`page-${seed}`, 'running', 0, [], null];
    this.#worker?.terminate();
    const worker = new Worker(new URL('../../engine/training/worker.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromTraining>) => void this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end('failed', event.message || 'its thread could not be started');
    };
    worker.postMessage({ preset: this.#spec.preset, seed } satisfies ToTraining);
  }

  pause(paused: boolean): void {
    if (this.state !== 'running' && this.state !== 'paused') return;
    this.state = paused ? 'paused' : 'running';
    this.#worker?.postMessage({ paused } satisfies ToTraining);
    void this.#publish();
  }

  /** Saves the run's folder as a zip file that Bindscope opens once it is unpacked. */
  save(): void {
    const [spec, run] = [this.#spec, this.run];
    if (spec === null || run === null) return;
    const began = { ...this.#environment(), runtime: navigator.userAgent, system: 'a web page', architecture: 'Wasm', device: 'cpu', workers: 1, threads: 1 };
    download(`${run}.zip`, zip(run, runFiles(spec, began, this.lines, this.#table, this.#weights)));
  }

  /** The fields that the site's runs have, so that the version that reads them knows its own. */
  #environment(): Record<string, unknown> {
    const started = this.#like?.environment?.started;
    return { ...started, ...(started?.torch === undefined ? {} : { torch: 'none' }) };
  }

  async #take(message: FromTraining): Promise<void> {
    const run = this.run as string;
    if ('step' in message) this.step = message.step;
    else if ('example' in message) {
      const program = parse(message.example).program;
      if (program) provide(run, { 'example.json': { base: program.text, source: defaultSource(program) } });
    } else if ('line' in message) {
      this.step = message.line.step;
      this.lines = [...this.lines, message.line];
      provide(run, { 'metrics.json': { metrics: this.lines, timing: [] } });
      await this.#publish();
    } else if ('checkpoint' in message) {
      this.#weights.set(message.checkpoint, message.weights);
      const file = new Blob([writeTensors(this.#table, message.weights)]);
      provide(run, { [`checkpoints/${stepName(message.checkpoint)}/weights.safetensors`]: URL.createObjectURL(file) });
      await this.#publish();
    } else if ('finished' in message) this.#end('finished', null);
    else this.#end('failed', message.failure);
  }

  #end(state: 'finished' | 'failed', failure: string | null): void {
    [this.state, this.failure] = [state, failure];
    this.#worker?.terminate();
    this.#worker = null;
    void this.#publish();
  }

  /** Brings the run's record, and what is shown of it, up to date. */
  async #publish(): Promise<void> {
    const [run, spec, like] = [this.run, this.#spec, this.#like];
    const last = this.lines.at(-1);
    if (run === null || spec === null || like === null || last === undefined) return;
    const share = proportion(Math.round(last.accuracy * last.n), last.n);
    const accuracyAt = (step: number) => this.lines.find((line) => line.step === step)?.accuracy ?? null;
    const checkpoints: CheckpointEntry[] = [...this.#weights.keys()].map((step) => ({ step, accuracy: accuracyAt(step), checksums: false }));
    const summary: RunSummary = {
      ...like.summary,
      name: run,
      seed: spec.preset.training.seed,
      lastStep: last.step,
      state: this.state === 'finished' ? 'finished' : this.state === 'running' ? 'training' : 'stopped',
      accuracy: share && { ...share, programs: last.n },
      phase: null,
      checkpoints: checkpoints.length,
      analyses: 0,
      reference: false,
    };
    provide(run, { 'run.json': { summary, spec, environment: null, checkpoints, phases: null, analyses: [], report: false } satisfies RunPage });
    catalogue.addRun(summary);
    if (catalogue.runName === run) await catalogue.loadRun(run, undefined, true);
  }
}

export const pageTraining = new PageTraining();
