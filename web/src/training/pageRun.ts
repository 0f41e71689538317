import { parameterTable } from '../../engine/training/parameters';
import { runFiles, writeTensors, zip } from '../../engine/training/runFolder';
import { provide, stepName } from '../api/client';
import type { CheckpointEntry, Evaluation, RunPage, RunSpec, RunState, RunSummary } from '../api/contract.g';
import { download } from '../draw/export';
import { defaultSource, parse } from '../model/program';
import { proportion } from '../model/statistics';
import { catalogue } from '../state.svelte';
import type { KeptRun } from './keptRuns';

/** A run that a page trained, among those of the site: what every page asks of a run is answered by it. */
export class PageRun {
  readonly #weights = new Map<number, Float32Array<ArrayBuffer>>();
  #lines: readonly Evaluation[] = [];
  #example: KeptRun['example'] = null;
  finished = false;

  constructor(readonly name: string, readonly spec: RunSpec, private readonly like: RunPage) {}

  /** One that was kept, with the weights of its checkpoints. */
  static of(kept: KeptRun, weights: ReadonlyMap<number, Float32Array<ArrayBuffer>>): PageRun {
    const run = new PageRun(kept.run, kept.spec, kept.like);
    run.finished = kept.finished;
    if (kept.example) run.#begins(kept.example);
    run.#evaluated(kept.lines);
    for (const [step, flat] of weights) run.addWeights(step, flat);
    return run;
  }

  /** As it is kept. */
  get record(): KeptRun {
    return { run: this.name, spec: this.spec, like: this.like, lines: this.#lines, example: this.#example, finished: this.finished };
  }

  /** The program that the pages begin with. */
  addExample(text: string): void {
    const { program } = parse(text);
    if (program) this.#begins({ base: program.text, source: defaultSource(program) });
  }

  addLine(line: Evaluation): readonly Evaluation[] {
    this.#evaluated([...this.#lines, line]);
    return this.#lines;
  }

  addWeights(step: number, flat: Float32Array<ArrayBuffer>): void {
    this.#weights.set(step, flat);
    const file = new Blob([writeTensors(parameterTable(this.spec.preset.model), flat)]);
    provide(this.name, { [`checkpoints/${stepName(step)}/weights.safetensors`]: URL.createObjectURL(file) });
  }

  /** Saves the run's folder as a zip file that Bindscope opens once it is unpacked. */
  save(): void {
    // The fields that the site's runs have, so that the version that reads them knows its own.
    const started = this.like.environment?.started;
    const began = {
      ...started, ...(started?.torch === undefined ? {} : { torch: 'none' }), runtime: navigator.userAgent, system: 'a web page', architecture: 'Wasm', device: 'cpu', workers: 1, threads: 1,
    };
    download(`${this.name}.zip`, zip(this.name, runFiles(this.spec, began, this.#lines, parameterTable(this.spec.preset.model), this.#weights)));
  }

  /** Brings the run's record, and what is shown of it, up to date. */
  async publish(state: RunState): Promise<void> {
    const last = this.#lines.at(-1);
    if (last === undefined) return;
    const share = proportion(Math.round(last.accuracy * last.n), last.n);
    const accuracyAt = (step: number) => this.#lines.find((line) => line.step === step)?.accuracy ?? null;
    const checkpoints: CheckpointEntry[] = [...this.#weights.keys()].map((step) => ({ step, accuracy: accuracyAt(step), checksums: false }));
    const summary: RunSummary = {
      ...this.like.summary,
      name: this.name,
      seed: this.spec.preset.training.seed,
      lastStep: last.step,
      state,
      accuracy: share && { ...share, programs: last.n },
      phase: null,
      checkpoints: checkpoints.length,
      analyses: 0,
      reference: false,
    };
    provide(this.name, { 'run.json': { summary, spec: this.spec, environment: null, checkpoints, phases: null, analyses: [], report: false } satisfies RunPage });
    catalogue.addRun(summary);
    if (catalogue.runName === this.name) await catalogue.loadRun(this.name, undefined, true);
  }

  #begins(example: NonNullable<KeptRun['example']>): void {
    this.#example = example;
    provide(this.name, { 'example.json': example });
  }

  #evaluated(lines: readonly Evaluation[]): void {
    this.#lines = lines;
    provide(this.name, { 'metrics.json': { metrics: lines, timing: [] } });
  }
}
