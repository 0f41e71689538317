/**
 * What a changed vector does to the answer, without computing what is known: a residual vector that is changed at one token, on entering one
 * layer, changes that token's queries, keys and values in that layer, from then on every later token, and nothing before. All else is the base
 * run's, which is kept. A patched head or MLP output changes one token's residual stream, so it is the same question one layer later.
 */

import type { Model } from './model';
import { Pass, row } from './pass';
import type { Site, SiteValues, Tap } from './sites';

/** What enters each layer, and its queries, keys and values after the rotary embedding, of the base run. */
interface KeptLayer {
  readonly residualIn: number;
  readonly residualMid: number;
  readonly qkv: number;
  readonly keys: number;
}

export class Resume {
  readonly #pass: Pass;
  readonly #kept: readonly KeptLayer[];
  readonly #base: Float32Array;
  readonly #colon: number;

  /** Runs the base program and keeps what later passes go on from. */
  constructor(private readonly model: Model, base: readonly number[]) {
    const pass = new Pass(model, base.length);
    const { kernels, spec } = model;
    const { length } = pass;
    const keys = spec.heads * spec.headWidth * pass.keysWidth;
    this.#pass = pass;
    this.#colon = length - 1;
    this.#kept = Array.from({ length: spec.layers }, () => ({
      residualIn: kernels.allocate(length * pass.width),
      residualMid: kernels.allocate(length * pass.width),
      qkv: kernels.allocate(length * pass.qkvWidth),
      keys: kernels.allocate(keys),
    }));
    pass.run(base, {
      wants: ({ kind }) => kind === 'residual.in' || kind === 'residual.mid',
      visit: ({ site }) => {
        const { residualIn, residualMid, qkv, keys: turned } = this.#of(site.layer);
        kernels.copy(pass.x, site.kind === 'residual.in' ? residualIn : residualMid, length * pass.width);
        if (site.kind === 'residual.in') return;
        // Attention is over: what it used still lies there.
        kernels.copy(pass.qkv, qkv, length * pass.qkvWidth);
        kernels.copy(pass.keys, turned, keys);
      },
    });
    this.#base = pass.logitsAt(this.#colon).slice();
  }

  /** The base run's logits at the colon. */
  get base(): Float32Array {
    return this.#base;
  }

  /** The base run's residual vector between attention and MLP. */
  residualMid(layer: number, position: number): Float32Array {
    return this.#vector(this.#of(layer).residualMid, position);
  }

  /** Logits at the colon when one token's residual vector, on entering a layer, is another. What follows the last layer is layer L + 1. */
  residualIn(layer: number, position: number, vector: Float32Array): Float32Array {
    const { kernels, spec } = this.model;
    const pass = this.#pass;
    const { length } = pass;
    if (layer <= spec.layers) kernels.copy(row(this.#of(layer).residualIn, position, pass.width), row(pass.x, position, pass.width), (length - position) * pass.width);
    this.#vector(pass.x, position).set(vector);
    for (let at = layer; at <= spec.layers; at++) {
      const { qkv, keys } = this.#of(at);
      const changedEnd = at === layer ? position + 1 : length;
      kernels.copy(qkv, pass.qkv, position * pass.qkvWidth);
      kernels.copy(row(qkv, changedEnd, pass.qkvWidth), row(pass.qkv, changedEnd, pass.qkvWidth), (length - changedEnd) * pass.qkvWidth);
      kernels.copy(keys, pass.keys, spec.heads * spec.headWidth * pass.keysWidth);
      // After the last layer the answer is read at the colon alone.
      pass.block(at, position, changedEnd, at === spec.layers ? this.#colon : position);
    }
    pass.readOut(this.#colon);
    return pass.logitsAt(this.#colon).slice();
  }

  /** The same when what stands between attention and MLP of a layer is another at one token. */
  residualMidIs(layer: number, position: number, vector: Float32Array): Float32Array {
    this.#vector(this.#pass.x, position).set(vector);
    this.#pass.mlp(layer, position, position + 1);
    return this.residualIn(layer + 1, position, this.#vector(this.#pass.x, position).slice());
  }

  #vector(place: number, position: number): Float32Array {
    return this.model.kernels.at(row(place, position, this.#pass.width), this.model.spec.width);
  }

  #of(layer: number): KeptLayer {
    const kept = this.#kept[layer - 1];
    if (kept === undefined) throw new RangeError(`layer ${layer} of ${this.#kept.length}`);
    return kept;
  }
}

/** Copies whole sites while a pass runs. */
export class Recording implements Tap {
  readonly #vectors = new Map<string, Float32Array>();

  constructor(readonly wants: (site: Site) => boolean, private readonly length: number) {}

  visit(values: SiteValues): void {
    for (let head = 1; head <= values.heads; head++) {
      for (let position = 0; position < this.length; position++) {
        this.#vectors.set(`${values.site.kind}:${values.site.layer} ${head} ${position}`, values.vector(position, head).slice());
      }
    }
  }

  vector({ kind, layer }: Site, position: number, head = 1): Float32Array {
    const vector = this.#vectors.get(`${kind}:${layer} ${head} ${position}`);
    if (vector === undefined) throw new Error(`${kind}:${layer} was not recorded at head ${head}, token ${position}`);
    return vector;
  }
}

/** Whether two vectors are equal bit for bit. */
export const same = (a: Float32Array, b: Float32Array): boolean => a.every((value, i) => Object.is(value, b[i]));
