/**
 * The forward pass of docs/model.md, with the same names, for one row of tokens:
 *
 *   x = embedding[t]                                              [T, D]
 *   for each block:
 *     q, k, v = split(LayerNorm(x) qkv^T)                         [T, H, K] each
 *     x += mix(softmax(rot(q) . rot(k) / sqrt(K)), v) output^T    [T, D]
 *     x += gelu(LayerNorm(x) input^T) output^T                    [T, D]
 *   logits = LayerNorm(x) unembedding^T                           [T, V]
 *
 * Each step computes the rows that are asked for and no others, so that the same statement serves a whole pass and one that goes on from a changed
 * vector (resume.ts).
 */

import { eight, four } from './kernels';
import type { Block, Linear, Model, Norm } from './model';
import { type SiteKind, SiteValues, type Tap } from './sites';

/** Room for one row of tokens. Every buffer has one row for each token. */
export class Pass {
  /** Strides: numbers from one token to the next, multiples of eight. */
  readonly width: number;
  readonly qkvWidth: number;
  readonly zWidth: number;
  readonly mlpWidth: number;
  readonly vocabulary: number;
  /** Numbers of a row of scores. */
  readonly keysWidth: number;

  /** The residual stream, [T][D]. */
  readonly x: number;
  /** Its LayerNorm, [T][D]. */
  readonly n: number;
  /** Queries, keys and values, [T][3][H][K]. */
  readonly qkv: number;
  /** Keys once more, turned: [H][K][S]. */
  readonly keys: number;
  /** Scores, then pattern, [H][T][S]. */
  readonly pattern: number;
  readonly z: number;
  /** One head's contribution each, [T][H][D]; only where a tap wants them. */
  #heads = 0;
  readonly u: number;
  /** What attention or MLP adds, [T][D]. */
  readonly out: number;
  readonly logits: number;

  constructor(readonly model: Model, readonly length: number) {
    const { heads, headWidth, width, mlpWidth, vocabulary, positions } = model.spec;
    if (length > positions) throw new Error(`the program has ${length} tokens, the model takes ${positions}`);
    this.width = eight(width);
    this.qkvWidth = eight(3 * heads * headWidth);
    this.zWidth = eight(heads * headWidth);
    this.mlpWidth = eight(mlpWidth);
    this.vocabulary = eight(vocabulary);
    this.keysWidth = four(length);
    const room = (stride: number) => model.kernels.allocate(length * stride);
    this.x = room(this.width);
    this.n = room(this.width);
    this.qkv = room(this.qkvWidth);
    this.keys = model.kernels.allocate(heads * headWidth * this.keysWidth);
    this.pattern = room(heads * this.keysWidth);
    this.z = room(this.zWidth);
    this.u = room(this.mlpWidth);
    this.out = room(this.width);
    this.logits = room(this.vocabulary);
  }

  /** A whole pass. Logits of every token are at `logits`. */
  run(tokens: readonly number[], tap: Tap | null = null): void {
    const { spec, embedding, kernels } = this.model;
    for (const [t, token] of tokens.entries()) {
      kernels.at(this.x, this.length * this.width).set(embedding.subarray(token * spec.width, (token + 1) * spec.width), t * this.width);
    }
    for (let layer = 1; layer <= spec.layers; layer++) this.block(layer, 0, this.length, 0, tap);
    this.readOut(0);
    this.#sight(0, tap)('logits', this.logits, spec.vocabulary, this.vocabulary);
  }

  /**
   * Block N. Queries, keys and values are computed of the tokens `changed` to `changedEnd` (those of the others lie in place already); all that
   * follows, of the tokens from `from` on.
   */
  block(layer: number, changed: number, changedEnd: number, from: number, tap: Tap | null = null): void {
    const { run } = this.model.kernels;
    const { heads, headWidth, width } = this.model.spec;
    const { attentionNorm, qkv, attentionOutput } = this.#of(layer);
    const { length, keysWidth: s } = this;
    const attentionWidth = heads * headWidth;
    const see = this.#sight(layer, tap);

    see('residual.in', this.x, width, this.width);
    this.#norm(attentionNorm, changed, changedEnd);
    this.#linear(this.n, this.width, qkv, this.qkv, this.qkvWidth, changed, changedEnd);
    const [q, k, v] = [this.qkv, this.qkv + 4 * attentionWidth, this.qkv + 8 * attentionWidth];
    see('attention.q', q, headWidth, this.qkvWidth, heads, headWidth);
    see('attention.k', k, headWidth, this.qkvWidth, heads, headWidth);
    see('attention.v', v, headWidth, this.qkvWidth, heads, headWidth);
    for (const turned of [q, k]) {
      const angle = 4 * changed * (headWidth / 2);
      run.rotate(row(turned, changed, this.qkvWidth), this.qkvWidth, changedEnd - changed, heads, headWidth, this.model.cosines + angle, this.model.sines + angle);
    }
    run.turnKeys(k, this.qkvWidth, this.keys, changed, changedEnd, heads, headWidth, s);
    run.scores(q, this.qkvWidth, this.keys, this.pattern, from, length, length, heads, headWidth, s, 1 / Math.sqrt(headWidth));
    see('attention.scores', this.pattern, length, s, heads, length * s);
    run.softmax(this.pattern, from, length, length, heads, s);
    see('attention.pattern', this.pattern, length, s, heads, length * s);
    run.mix(this.pattern, v, this.qkvWidth, this.z, this.zWidth, from, length, length, heads, headWidth, s);
    see('attention.z', this.z, headWidth, this.zWidth, heads, headWidth);
    if (tap?.wants({ kind: 'attention.head', layer })) {
      const place = this.#contributions(attentionOutput, from);
      see('attention.head', place, width, heads * this.width, heads, this.width);
      this.#sumOfHeads(attentionOutput, place, from);
    } else {
      this.#linear(this.z, this.zWidth, attentionOutput, this.out, this.width, from, length);
    }
    see('attention.out', this.out, width, this.width);
    this.#add(from);
    see('residual.mid', this.x, width, this.width);
    this.mlp(layer, from, length, tap);
    see('residual.out', this.x, width, this.width);
  }

  /** Block N's MLP of the tokens `from` to `to`, added to the residual stream. */
  mlp(layer: number, from: number, to: number, tap: Tap | null = null): void {
    const { mlpNorm, mlpInput, mlpOutput } = this.#of(layer);
    const see = this.#sight(layer, tap);
    this.#norm(mlpNorm, from, to);
    this.#linear(this.n, this.width, mlpInput, this.u, this.mlpWidth, from, to);
    this.model.kernels.run.gelu(row(this.u, from, this.mlpWidth), (to - from) * this.mlpWidth);
    see('mlp.hidden', this.u, this.model.spec.mlpWidth, this.mlpWidth);
    this.#linear(this.u, this.mlpWidth, mlpOutput, this.out, this.width, from, to);
    see('mlp.out', this.out, this.model.spec.width, this.width);
    this.#add(from, to);
  }

  /** Logits of the tokens from `from` on. The logit lens is this, read of any layer's residual stream. */
  readOut(from: number): void {
    this.#norm(this.model.finalNorm, from, this.length);
    this.#linear(this.n, this.width, this.model.unembedding, this.logits, this.vocabulary, from, this.length);
  }

  /** A token's logits, as they are now. */
  logitsAt(position: number): Float32Array {
    return this.model.kernels.at(row(this.logits, position, this.vocabulary), this.model.spec.vocabulary);
  }

  /** Shows a tap a site of a layer, where it wants it. */
  #sight(layer: number, tap: Tap | null) {
    return (kind: SiteKind, place: number, width: number, stride: number, heads = 1, headStride = 0): void => {
      if (tap?.wants({ kind, layer })) tap.visit(new SiteValues({ kind, layer }, this.model.kernels.numbers, place >> 2, width, stride, heads, headStride));
    };
  }

  #of(layer: number): Block {
    const block = this.model.blocks[layer - 1];
    if (block === undefined) throw new RangeError(`layer ${layer} of ${this.model.blocks.length}`);
    return block;
  }

  #norm(norm: Norm, from: number, to: number): void {
    this.model.kernels.run.layerNorm(row(this.x, from, this.width), row(this.n, from, this.width), this.width, to - from, this.model.spec.width, norm.weight, norm.bias);
  }

  #linear(x: number, xStride: number, linear: Linear, y: number, yStride: number, from: number, to: number): void {
    this.model.kernels.run.linear(
      row(x, from, xStride), xStride, linear.weight, linear.inputs, linear.bias, row(y, from, yStride), yStride, to - from, linear.inputs, linear.outputs,
    );
  }

  #add(from: number, to = this.length): void {
    this.model.kernels.run.add(row(this.x, from, this.width), row(this.out, from, this.width), (to - from) * this.width);
  }

  /** Each head's part of the output: its mixed values through its columns of the weight. */
  #contributions(output: Linear, from: number): number {
    const { heads, headWidth } = this.model.spec;
    this.#heads ||= this.model.kernels.allocate(this.length * heads * this.width);
    for (let h = 0; h < heads; h++) {
      this.model.kernels.run.linear(
        row(this.z, from, this.zWidth) + 4 * h * headWidth, this.zWidth, output.weight + 4 * 8 * h * headWidth, output.inputs, this.model.zeros,
        row(this.#heads, from, heads * this.width) + 4 * h * this.width, heads * this.width, this.length - from, headWidth, output.outputs,
      );
    }
    return this.#heads;
  }

  #sumOfHeads(output: Linear, contributions: number, from: number): void {
    const { run } = this.model.kernels;
    const { heads } = this.model.spec;
    for (let t = from; t < this.length; t++) {
      const sum = row(this.out, t, this.width);
      this.model.kernels.copy(output.bias, sum, this.width);
      for (let h = 0; h < heads; h++) run.add(sum, row(contributions, t, heads * this.width) + 4 * h * this.width, this.width);
    }
  }
}

/** The place of a row. */
export const row = (place: number, index: number, stride: number): number => place + 4 * index * stride;
