/**
 * Trains a model as Bindscope.Training does: the loss of the answers to several queries of each program, AdamW over one flat vector of parameters,
 * a curriculum. The forward pass is docs/model.md's (../pass.ts); here it keeps what the way back needs, and knows segments: a program once, then
 * many queries of it, which do not see each other.
 */

import { vocabulary } from '../../src/api/constants.g';
import type { ModelSpec, Preset, Stage } from '../../src/api/contract.g';
import { execute, type Program, programText } from '../../src/model/language';
import { four, Kernels } from '../kernels';
import { row } from '../pass';
import { initialParameters, type Parameter, parameterTable } from './parameters';
import { draw, queries } from './programs';
import { Random } from './random';

const segment = 3;

/** Room for what one row's pass keeps, and where its tokens stand. */
interface Layout {
  readonly length: number;
  readonly prefix: number;
  readonly cosines: number;
  readonly sines: number;
  /** Of the turn back. */
  readonly negative: number;
}

interface KeptLayer {
  readonly x: number;
  readonly n: number;
  readonly qkv: number;
  readonly pattern: number;
  readonly z: number;
  readonly mid: number;
  readonly n2: number;
  readonly y: number;
  readonly u: number;
}

/** What one row's answers are held to. */
interface Target {
  readonly place: number;
  readonly token: number;
  readonly weight: number;
  readonly isAnswer: boolean;
}

export class Trainer {
  readonly table: readonly Parameter[];
  readonly #spec: ModelSpec;
  readonly #kernels: Kernels;
  readonly #at: ReadonlyMap<string, Parameter>;
  readonly #count: number;
  readonly #parameters: number;
  readonly #gradient: number;
  readonly #mean: number;
  readonly #square: number;
  /** Weights in panels, packed anew after each update. */
  readonly #panels = new Map<string, number>();
  readonly #zeros: number;
  readonly #layers: readonly KeptLayer[];
  readonly #room: Readonly<Record<'x' | 'n' | 'out' | 'logits' | 'keys' | 'dx' | 'dn' | 'du' | 'dz' | 'dqkv' | 'dlogits' | 'scratch', number>>;
  readonly #layouts = new Map<string, Layout>();
  readonly #random: Random;
  readonly #stages: readonly Stage[];
  readonly #s: number;
  #stage = 0;
  #running = 0;
  /** Updates made. */
  step = 0;

  constructor(module: WebAssembly.Module, private readonly preset: Preset, seed: number) {
    const spec = preset.model;
    const { heads, headWidth, width, mlpWidth, layers, vocabulary: tokens } = spec;
    const attention = heads * headWidth;
    const kernels = new Kernels(module);
    const longest = 4 * preset.task.lines + segment * preset.training.objective.queries;
    this.#spec = spec;
    this.#kernels = kernels;
    this.table = parameterTable(spec);
    this.#at = new Map(this.table.map((one) => [one.name, one]));
    this.#count = this.table.reduce((sum, { count }) => sum + count, 0);
    this.#random = new Random(seed);
    const none = { lines: preset.task.lines, maximumHops: preset.task.maximumHops, until: 0, review: 0, fewNames: 0 };
    this.#stages = preset.training.curriculum.length > 0 ? preset.training.curriculum : [none];
    this.#s = four(longest);
    this.#parameters = kernels.place(initialParameters(spec, this.table, this.#random));
    [this.#gradient, this.#mean, this.#square] = [0, 0, 0].map(() => kernels.place(new Float32Array(this.#count))) as [number, number, number];
    this.#zeros = kernels.place(new Float32Array(Math.max(3 * attention, mlpWidth, width, tokens)));
    for (const { name, count, shape } of this.table) if (shape.length === 2 && name !== 'embedding.weight') this.#panels.set(name, kernels.allocate(count));
    const room = (stride: number) => kernels.allocate(longest * stride);
    this.#layers = Array.from({ length: layers }, () => ({
      x: room(width), n: room(width), qkv: room(3 * attention), pattern: room(heads * this.#s), z: room(attention), mid: room(width), n2: room(width), y: room(mlpWidth), u: room(mlpWidth),
    }));
    this.#room = {
      x: room(width), n: room(width), out: room(width), logits: room(tokens), keys: kernels.allocate(attention * this.#s), dx: room(width), dn: room(width),
      du: room(mlpWidth), dz: room(attention), dqkv: room(3 * attention), dlogits: room(tokens), scratch: room(1),
    };
    this.#pack();
    this.#pass();
  }

  /** All parameters, as they are now; a copy. */
  parameters(): Float32Array<ArrayBuffer> {
    return Float32Array.from(this.#kernels.at(this.#parameters, this.#count));
  }

  /** The learning rate of the update after so many. */
  rateAt(step: number): number {
    const { peak, warmupSteps, decayFrom, floor } = this.preset.training.learningRate;
    const { steps } = this.preset.training;
    const warmup = warmupSteps === 0 ? 1 : Math.min(1, (step + 1) / warmupSteps);
    const from = Math.max(warmupSteps, decayFrom * steps);
    const left = step < from ? 1 : (steps - step) / Math.max(1, steps - from);
    return peak * warmup * (floor + (1 - floor) * Math.min(1, left));
  }

  /** One update on a batch of new programs: the mean loss of a program, and the share of right answers. */
  advance(): { loss: number; accuracy: number } {
    const { batch, objective, optimizer } = this.preset.training;
    const stage = this.#draw();
    this.#kernels.at(this.#gradient, this.#count).fill(0);
    let [loss, correct] = [0, 0];
    for (let b = 0; b < batch; b++) {
      const program = draw(this.preset.task, stage, this.#random);
      const { tokens, targets } = this.#row(program, stage);
      const scored = this.rowGradient(tokens, 4 * stage.lines, targets, 1 / batch);
      loss += scored.loss / batch;
      correct += scored.correct;
    }
    const { run } = this.#kernels;
    const norm = Math.sqrt(run.squares(this.#gradient, this.#count));
    const scale = optimizer.clipNorm > 0 ? Math.min(1, optimizer.clipNorm / (norm + 1e-6)) : 1;
    const rate = this.rateAt(this.step);
    run.adamW(
      this.#parameters, this.#gradient, this.#mean, this.#square, this.#count, scale, optimizer.beta1, optimizer.beta2, optimizer.epsilon,
      1 - rate * optimizer.weightDecay, rate / (1 - optimizer.beta1 ** (this.step + 1)), Math.sqrt(1 - optimizer.beta2 ** (this.step + 1)),
    );
    this.#pack();
    this.step++;
    const accuracy = correct / (batch * objective.queries);
    if (this.#stages.length > 1 && stage === this.#stages[this.#stage]) {
      this.#running += 0.02 * (accuracy - this.#running);
      this.#pass();
    }
    return { loss, accuracy };
  }

  /** The likeliest token at the colon of a program. */
  answer(program: Program): number {
    const tokens = [...programText(program)].map((character) => vocabulary.indexOf(character));
    this.#forward(tokens, this.#layout(tokens.length - segment, tokens.length));
    const logits = this.#kernels.at(row(this.#room.logits, tokens.length - 1, this.#spec.vocabulary), this.#spec.vocabulary);
    return logits.indexOf(Math.max(...logits));
  }

  /** Adds what one row's targets say of the parameters, times `scale`, to the gradient. The loss is not scaled. */
  rowGradient(tokens: readonly number[], prefix: number, targets: readonly Target[], scale: number): { loss: number; correct: number } {
    const layout = this.#layout(prefix, tokens.length);
    this.#forward(tokens, layout);
    const { vocabulary: size } = this.#spec;
    const all = this.#kernels.at(this.#room.dlogits, tokens.length * size).fill(0);
    let [loss, correct] = [0, 0];
    for (const { place, token, weight, isAnswer } of targets) {
      const logits = this.#kernels.at(row(this.#room.logits, place, size), size);
      const top = Math.max(...logits);
      let sum = 0;
      for (const logit of logits) sum += Math.exp(logit - top);
      loss += weight * (Math.log(sum) + top - (logits[token] as number));
      if (isAnswer && logits[token] === top) correct++;
      for (const [i, logit] of logits.entries()) all[place * size + i] = (all[place * size + i] as number) + (scale * weight * Math.exp(logit - top)) / sum;
      all[place * size + token] = (all[place * size + token] as number) - scale * weight;
    }
    this.#backward(tokens, layout);
    return { loss, correct };
  }

  /** Packs the weights after they were changed in place. */
  repack(): void {
    this.#pack();
  }

  /** A parameter's numbers in memory and those of its gradient: for tests. */
  tensor(name: string): { values: Float32Array; gradient: Float32Array } {
    const { start, count } = this.#of(name);
    return { values: this.#kernels.at(this.#parameters + 4 * start, count), gradient: this.#kernels.at(this.#gradient + 4 * start, count) };
  }

  #row(program: Program, stage: Stage): { tokens: number[]; targets: Target[] } {
    const { queries: count, answerAtQueryVariable } = this.preset.training.objective;
    const execution = execute(program);
    const asked = queries(program, execution, count, stage.maximumHops, this.#random);
    const prefix = 4 * program.lines.length;
    const text = programText(program).slice(0, prefix) + asked.map(({ name }) => `#${name}:`).join('');
    const targets = asked.flatMap(({ value }, q): Target[] => [
      { place: prefix + segment * q + 2, token: value, weight: 1 / count, isAnswer: true },
      ...(answerAtQueryVariable > 0 ? [{ place: prefix + segment * q + 1, token: value, weight: answerAtQueryVariable / count, isAnswer: false }] : []),
    ]);
    return { tokens: [...text].map((character) => vocabulary.indexOf(character)), targets };
  }

  #draw(): Stage {
    const stage = this.#stages[this.#stage] as Stage;
    const review = stage.review * Math.min(1, 2 * (1 - this.#running));
    return this.#random.share() < review ? (this.#stages[this.#stage - 1] as Stage) : stage;
  }

  /** Passes on to the next stages while what they ask is reached. */
  #pass(): void {
    while (this.#stage < this.#stages.length - 1 && this.#running >= (this.#stages[this.#stage] as Stage).until) [this.#stage, this.#running] = [this.#stage + 1, 0];
  }

  #of(name: string): Parameter {
    const found = this.#at.get(name);
    if (found === undefined) throw new RangeError(`there is no parameter ${name}`);
    return found;
  }

  #layout(prefix: number, length: number): Layout {
    const key = `${prefix} ${length}`;
    let layout = this.#layouts.get(key);
    if (layout === undefined) {
      const { headWidth, ropeBase } = this.#spec;
      const half = headWidth / 2;
      const angles = Array.from({ length: length * half }, (_, at) => {
        const t = Math.floor(at / half);
        const position = t < prefix ? t : prefix + ((t - prefix) % segment);
        return position * ropeBase ** ((-2 * (at % half)) / headWidth);
      });
      layout = {
        length, prefix,
        cosines: this.#kernels.place(Float32Array.from(angles, Math.cos)),
        sines: this.#kernels.place(Float32Array.from(angles, Math.sin)),
        negative: this.#kernels.place(Float32Array.from(angles, (angle) => -Math.sin(angle))),
      };
      this.#layouts.set(key, layout);
    }
    return layout;
  }

  #pack(): void {
    for (const [name, panels] of this.#panels) {
      const { start, shape } = this.#of(name);
      this.#kernels.run.pack(this.#parameters + 4 * start, panels, shape[0] as number, shape[1] as number);
    }
  }

  #bias(name: string): number {
    const found = this.#at.get(`${name}.bias`);
    return found === undefined ? this.#zeros : this.#parameters + 4 * found.start;
  }

  #linear(name: string, x: number, y: number, rows: number): void {
    const [outputs, inputs] = this.#of(`${name}.weight`).shape as [number, number];
    this.#kernels.run.linear(x, inputs, this.#panels.get(`${name}.weight`) as number, inputs, this.#bias(name), y, outputs, rows, inputs, outputs);
  }

  #norm(name: string, x: number, y: number, rows: number): void {
    const { width } = this.#spec;
    this.#kernels.run.layerNorm(x, y, width, rows, width, this.#parameters + 4 * this.#of(`${name}.weight`).start, this.#bias(name));
  }

  #forward(tokens: readonly number[], { length, prefix, cosines, sines }: Layout): void {
    const { run } = this.#kernels;
    const { heads, headWidth, width } = this.#spec;
    const { x, n, out, logits, keys } = this.#room;
    const [attention, s] = [heads * headWidth, this.#s];
    const embedding = this.#parameters + 4 * this.#of('embedding.weight').start;
    for (const [t, token] of tokens.entries()) this.#kernels.copy(row(embedding, token, width), row(x, t, width), width);
    for (const [index, kept] of this.#layers.entries()) {
      const layer = `layers.${index + 1}`;
      this.#kernels.copy(x, kept.x, length * width);
      this.#norm(`${layer}.attention_norm`, x, kept.n, length);
      this.#linear(`${layer}.attention.qkv`, kept.n, kept.qkv, length);
      // Queries and keys lie side by side, as twice the heads.
      run.rotate(kept.qkv, 3 * attention, length, 2 * heads, headWidth, cosines, sines);
      run.turnKeys(kept.qkv + 4 * attention, 3 * attention, keys, 0, length, heads, headWidth, s);
      run.scores(kept.qkv, 3 * attention, keys, kept.pattern, 0, length, length, heads, headWidth, s, 1 / Math.sqrt(headWidth));
      run.hide(kept.pattern, length, heads, s, prefix, segment);
      run.softmax(kept.pattern, 0, length, length, heads, s);
      run.mix(kept.pattern, kept.qkv + 8 * attention, 3 * attention, kept.z, attention, 0, length, length, heads, headWidth, s);
      this.#linear(`${layer}.attention.output`, kept.z, out, length);
      run.add(x, out, length * width);
      this.#kernels.copy(x, kept.mid, length * width);
      this.#norm(`${layer}.mlp_norm`, x, kept.n2, length);
      this.#linear(`${layer}.mlp.input`, kept.n2, kept.y, length);
      this.#kernels.copy(kept.y, kept.u, length * this.#spec.mlpWidth);
      run.gelu(kept.u, length * this.#spec.mlpWidth);
      this.#linear(`${layer}.mlp.output`, kept.u, out, length);
      run.add(x, out, length * width);
    }
    this.#norm('final_norm', x, n, length);
    this.#linear('unembedding', n, logits, length);
  }

  #linearGradient(name: string, dy: number, x: number, dx: number, rows: number): void {
    const { run } = this.#kernels;
    const { start, shape } = this.#of(`${name}.weight`);
    const [outputs, inputs] = shape as [number, number];
    const bias = this.#at.get(`${name}.bias`);
    run.weightGradient(dy, outputs, x, inputs, this.#gradient + 4 * start, bias ? this.#gradient + 4 * bias.start : 0, rows, inputs, outputs);
    run.inputGradient(dy, outputs, this.#parameters + 4 * start, dx, inputs, rows, inputs, outputs);
  }

  #normGradient(name: string, dy: number, x: number, dx: number, rows: number): void {
    const { width } = this.#spec;
    const { start } = this.#of(`${name}.weight`);
    const bias = this.#at.get(`${name}.bias`);
    this.#kernels.run.layerNormGradient(dy, x, dx, width, rows, width, this.#parameters + 4 * start, this.#gradient + 4 * start, bias ? this.#gradient + 4 * bias.start : 0);
  }

  #backward(tokens: readonly number[], { length, cosines, negative }: Layout): void {
    const { run } = this.#kernels;
    const { heads, headWidth, width, mlpWidth } = this.#spec;
    const { x, n, dx, dn, du, dz, dqkv, dlogits, scratch } = this.#room;
    const [attention, s] = [heads * headWidth, this.#s];
    this.#kernels.at(dx, length * width).fill(0);
    this.#linearGradient('unembedding', dlogits, n, dn, length);
    this.#normGradient('final_norm', dn, x, dx, length);
    for (const [index, kept] of [...this.#layers.entries()].reverse()) {
      const layer = `layers.${index + 1}`;
      this.#linearGradient(`${layer}.mlp.output`, dx, kept.u, du, length);
      run.geluGradient(kept.y, du, length * mlpWidth);
      this.#linearGradient(`${layer}.mlp.input`, du, kept.n2, dn, length);
      this.#normGradient(`${layer}.mlp_norm`, dn, kept.mid, dx, length);
      this.#linearGradient(`${layer}.attention.output`, dx, kept.z, dz, length);
      this.#kernels.at(dqkv, length * 3 * attention).fill(0);
      run.attentionGradient(kept.pattern, kept.qkv, 3 * attention, dz, attention, dqkv, length, heads, headWidth, s, 1 / Math.sqrt(headWidth), scratch);
      run.rotate(dqkv, 3 * attention, length, 2 * heads, headWidth, cosines, negative);
      this.#linearGradient(`${layer}.attention.qkv`, dqkv, kept.n, dn, length);
      this.#normGradient(`${layer}.attention_norm`, dn, kept.x, dx, length);
    }
    const embedding = this.#gradient + 4 * this.#of('embedding.weight').start;
    for (const [t, token] of tokens.entries()) run.add(row(embedding, token, width), row(dx, t, width), width);
  }
}
