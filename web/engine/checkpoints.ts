/**
 * The checkpoints of a site as models. Weights are fetched when they are first asked for, and a model is used only after it has given the stored
 * answer of its checkpoint again: weights.json holds what the C# engine answers to the run's example with these very weights.
 */

import type { RunWeights } from '../src/api/contract.g';
import { Answers, readPair } from './answers';
import type { Place } from './messages';
import { Model } from './model';
import { compiled, fetched, Unfit } from './module';

/** Memory of models that are kept; the one in use is kept whatever it takes. */
const keptBytes = 96 * 2 ** 20;
/** What a logit of this page may differ from the C# engine's, as a share of 1 + the largest. */
const tolerance = 1e-4;

export class Checkpoints {
  #module: Promise<WebAssembly.Module> | null = null;
  readonly #weights = new Map<string, Promise<RunWeights>>();
  /** The least recently used first. */
  readonly #models = new Map<string, { answers: Answers; bytes: number }>();

  async answers(place: Place): Promise<Answers> {
    const key = `${place.folder} ${place.step}`;
    const kept = this.#models.get(key) ?? (await this.#load(place));
    this.#models.delete(key);
    this.#models.set(key, kept);
    let bytes = [...this.#models.values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const [oldest, one] of this.#models) {
      if (bytes <= keptBytes || oldest === key) break;
      this.#models.delete(oldest);
      bytes -= one.bytes;
    }
    return kept.answers;
  }

  async #load({ folder, step, spec, weights }: Place): Promise<{ answers: Answers; bytes: number }> {
    if (weights !== undefined) {
      // Made in this page: there is no stored answer to hold them to.
      const model = new Model(await (this.#module ??= compiled()), spec, await fetched(weights));
      return { answers: new Answers(model, step), bytes: model.kernels.taken };
    }
    const [module, stored, file] = await Promise.all([
      (this.#module ??= compiled()),
      this.#stored(folder),
      fetched(`${folder}checkpoints/${String(step).padStart(6, '0')}/weights.safetensors`),
    ]);
    const checkpoint = stored.checkpoints.find((one) => one.step === step);
    if (checkpoint === undefined) throw new Unfit(`This folder holds no weights of step ${step}.`);
    const model = new Model(module, spec, file);
    const answers = new Answers(model, step);
    const { logits } = await answers.program(readPair(stored.program, stored.source), ['logits'], () => undefined);
    const difference = Math.max(...checkpoint.logits.map((logit, digit) => Math.abs(logit - (logits?.base[digit] ?? Number.NaN))));
    if (!(difference <= tolerance * (1 + Math.max(...checkpoint.logits.map(Math.abs))))) {
      throw new Unfit(`This browser computes another answer than the one that is stored for step ${step} (a logit differs by ${difference.toPrecision(2)}), so nothing is computed in this page. What is stored stays.`);
    }
    return { answers, bytes: model.kernels.taken };
  }

  #stored(folder: string): Promise<RunWeights> {
    let stored = this.#weights.get(folder);
    if (stored === undefined) {
      stored = fetched(`${folder}weights.json`).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as RunWeights);
      stored.catch(() => this.#weights.delete(folder));
      this.#weights.set(folder, stored);
    }
    return stored;
  }
}
