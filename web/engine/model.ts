/**
 * A model's weights, placed in the kernels' memory: the tensors of docs/model.md, linear layers in panels of eight outputs. A bias that the file
 * does not have is 0.
 */

import type { ModelSpec } from '../src/api/contract.g';
import { eight, Kernels } from './kernels';
import { readTensors } from './safetensors';

/** A linear layer [outputs, inputs]; `outputs` is rounded up to a multiple of eight. */
export interface Linear {
  readonly weight: number;
  readonly bias: number;
  readonly inputs: number;
  readonly outputs: number;
}

export interface Norm {
  readonly weight: number;
  readonly bias: number;
}

export interface Block {
  readonly attentionNorm: Norm;
  /** Rows of queries, then keys, then values. */
  readonly qkv: Linear;
  readonly attentionOutput: Linear;
  readonly mlpNorm: Norm;
  readonly mlpInput: Linear;
  readonly mlpOutput: Linear;
}

export class Model {
  readonly kernels: Kernels;
  /** [V][D], not packed: rows are copied. */
  readonly embedding: Float32Array;
  readonly blocks: readonly Block[];
  readonly finalNorm: Norm;
  readonly unembedding: Linear;
  /** Of the rotary embedding, [position][K/2]. */
  readonly cosines: number;
  readonly sines: number;
  /** Zeros, for what has no bias. */
  readonly zeros: number;

  constructor(module: WebAssembly.Module, readonly spec: ModelSpec, file: ArrayBuffer) {
    const tensors = readTensors(file);
    const kernels = new Kernels(module);
    const { heads, headWidth, width, mlpWidth, vocabulary, positions, ropeBase } = spec;
    const attentionWidth = heads * headWidth;
    this.kernels = kernels;
    this.zeros = kernels.place(new Float32Array(eight(Math.max(3 * attentionWidth, width, mlpWidth, vocabulary))));

    const values = (name: string, ...shape: number[]): Float32Array => {
      const tensor = tensors.get(name);
      if (tensor === undefined) throw new Error(`the weights lack ${name}`);
      if (tensor.shape.join() !== shape.join()) throw new Error(`${name} is ${tensor.shape.join(' x ')}, not ${shape.join(' x ')}`);
      return tensor.values;
    };
    const bias = (name: string, count: number): number => (tensors.has(name) ? kernels.place(values(name, count), eight(count)) : this.zeros);
    const norm = (name: string): Norm => ({ weight: kernels.place(values(`${name}.weight`, width)), bias: bias(`${name}.bias`, width) });
    const scratch = kernels.allocate(Math.max(3 * attentionWidth, mlpWidth, vocabulary) * Math.max(width, attentionWidth, mlpWidth));
    const linear = (name: string, outputs: number, inputs: number): Linear => {
      const weight = kernels.allocate(eight(outputs) * inputs);
      kernels.at(scratch, outputs * inputs).set(values(`${name}.weight`, outputs, inputs));
      kernels.run.pack(scratch, weight, outputs, inputs);
      return { weight, bias: bias(`${name}.bias`, outputs), inputs, outputs: eight(outputs) };
    };

    this.embedding = values('embedding.weight', vocabulary, width);
    this.blocks = Array.from({ length: spec.layers }, (_, index): Block => {
      const layer = `layers.${index + 1}`;
      return {
        attentionNorm: norm(`${layer}.attention_norm`),
        qkv: linear(`${layer}.attention.qkv`, 3 * attentionWidth, width),
        attentionOutput: linear(`${layer}.attention.output`, width, attentionWidth),
        mlpNorm: norm(`${layer}.mlp_norm`),
        mlpInput: linear(`${layer}.mlp.input`, mlpWidth, width),
        mlpOutput: linear(`${layer}.mlp.output`, width, mlpWidth),
      };
    });
    this.finalNorm = norm('final_norm');
    this.unembedding = linear('unembedding', vocabulary, width);

    const half = headWidth / 2;
    const angles = Array.from({ length: positions * half }, (_, at) => Math.floor(at / half) * ropeBase ** ((-2 * (at % half)) / headWidth));
    this.cosines = kernels.place(Float32Array.from(angles, Math.cos));
    this.sines = kernels.place(Float32Array.from(angles, Math.sin));
  }
}
