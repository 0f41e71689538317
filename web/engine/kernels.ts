/**
 * The WebAssembly module (assembly/) and its memory. Places in memory are byte addresses, whatever is counted is counted in numbers (float32).
 * Every model has an instance of its own, so that its memory goes when it goes.
 */

/** What assembly/index.ts exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  free(): number;
  pack(weight: number, packed: number, outputs: number, inputs: number): void;
  linear(x: number, xStride: number, weight: number, columns: number, bias: number, y: number, yStride: number, rows: number, inputs: number, outputs: number): void;
  add(x: number, y: number, count: number): void;
  gelu(y: number, count: number): void;
  layerNorm(x: number, y: number, stride: number, rows: number, width: number, weight: number, bias: number): void;
  rotate(x: number, stride: number, rows: number, heads: number, headWidth: number, cosines: number, sines: number): void;
  turnKeys(k: number, stride: number, turned: number, from: number, to: number, heads: number, headWidth: number, s: number): void;
  scores(q: number, stride: number, turned: number, out: number, from: number, to: number, length: number, heads: number, headWidth: number, s: number, scale: number): void;
  softmax(pattern: number, from: number, to: number, length: number, heads: number, s: number): void;
  mix(pattern: number, v: number, stride: number, z: number, zStride: number, from: number, to: number, length: number, heads: number, headWidth: number, s: number): void;
  inputGradient(dy: number, dyStride: number, weight: number, dx: number, dxStride: number, rows: number, inputs: number, outputs: number): void;
  weightGradient(dy: number, dyStride: number, x: number, xStride: number, dWeight: number, dBias: number, rows: number, inputs: number, outputs: number): void;
  layerNormGradient(dy: number, x: number, dx: number, stride: number, rows: number, width: number, weight: number, dWeight: number, dBias: number): void;
  geluGradient(y: number, du: number, count: number): void;
  hide(scores: number, length: number, heads: number, s: number, prefix: number, segment: number): void;
  attentionGradient(pattern: number, qkv: number, stride: number, dz: number, dzStride: number, dqkv: number, length: number, heads: number, headWidth: number, s: number, scale: number, scratch: number): void;
  squares(x: number, count: number): number;
  adamW(parameters: number, gradient: number, mean: number, square: number, count: number, scale: number, beta1: number, beta2: number, epsilon: number, decay: number, rate: number, correction2: number): void;
}

/** The next multiple of four or eight: vectors have four numbers, panels of weights eight outputs. */
export const four = (count: number): number => (count + 3) & ~3;
export const eight = (count: number): number => (count + 7) & ~7;

const page = 65_536;

/** The kernels over a memory of their own, which only grows. */
export class Kernels {
  readonly run: Exports;
  #next: number;
  #view: Float32Array;

  constructor(module: WebAssembly.Module) {
    this.run = new WebAssembly.Instance(module, { env: { abort: () => { throw new Error('the engine stopped'); } } }).exports as unknown as Exports;
    this.#next = this.run.free();
    this.#view = new Float32Array(this.run.memory.buffer);
  }

  /** All numbers in memory; taken anew after each allocation, which may move it. */
  get numbers(): Float32Array {
    return this.#view;
  }

  /** Bytes taken; to be given to `release` when what was allocated since is no longer needed. */
  get taken(): number {
    return this.#next;
  }

  release(taken: number): void {
    this.#next = taken;
  }

  /** Room for numbers, at the start of a cache line. */
  allocate(count: number): number {
    const at = this.#next;
    this.#next = (at + 4 * count + 63) & ~63;
    const missing = this.#next - this.run.memory.buffer.byteLength;
    if (missing > 0) this.run.memory.grow(Math.ceil(missing / page));
    this.#view = new Float32Array(this.run.memory.buffer);
    return at;
  }

  /** Numbers in memory, as they are now. */
  at(place: number, count: number): Float32Array {
    return this.#view.subarray(place >> 2, (place >> 2) + count);
  }

  copy(from: number, to: number, count: number): void {
    this.#view.copyWithin(to >> 2, from >> 2, (from >> 2) + count);
  }

  /** Room for given numbers, filled up with zeros. */
  place(values: Float32Array, count = values.length): number {
    const at = this.allocate(count);
    this.at(at, count).fill(0);
    this.#view.set(values, at >> 2);
    return at;
  }
}
