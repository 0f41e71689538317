/** The tensors of a model that is trained, in one flat vector, and how they start. */

import type { ModelSpec, Preset } from '../../src/api/contract.g';
import type { Random } from './random';

/** A tensor in the flat vector of parameters: docs/model.md, "Tensors". */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its first number. */
  readonly start: number;
  readonly count: number;
}

/** The tensors of a model in their order. */
export function parameterTable(spec: ModelSpec): readonly Parameter[] {
  const { layers, heads, headWidth, width, mlpWidth, vocabulary: tokens } = spec;
  const attention = heads * headWidth;
  const table: Parameter[] = [];
  const add = (name: string, ...shape: number[]) => {
    const last = table.at(-1);
    table.push({ name, shape, start: last ? last.start + last.count : 0, count: shape.reduce((a, b) => a * b, 1) });
  };
  const linear = (name: string, outputs: number, inputs: number) => {
    add(`${name}.weight`, outputs, inputs);
    if (spec.biases === 'all') add(`${name}.bias`, outputs);
  };
  const norm = (name: string) => {
    add(`${name}.weight`, width);
    if (spec.biases !== 'none') add(`${name}.bias`, width);
  };
  add('embedding.weight', tokens, width);
  for (let layer = 1; layer <= layers; layer++) {
    norm(`layers.${layer}.attention_norm`);
    linear(`layers.${layer}.attention.qkv`, 3 * attention, width);
    linear(`layers.${layer}.attention.output`, width, attention);
    norm(`layers.${layer}.mlp_norm`);
    linear(`layers.${layer}.mlp.input`, mlpWidth, width);
    linear(`layers.${layer}.mlp.output`, width, mlpWidth);
  }
  norm('final_norm');
  add('unembedding.weight', tokens, width);
  return table;
}

/** What specs may have since they can be trained in other ways. */
type Later = Preset['training'] & { optimizer: { kind?: string }; batchChanges?: readonly unknown[]; averageFrom?: number; precision?: string };

/** Why a preset cannot be trained in a page; null where it can. */
export function whyNotTrained({ model, training, task }: Preset): string | null {
  if ([model.width, model.heads * model.headWidth, model.mlpWidth, model.vocabulary, model.headWidth].some((size) => size % 8 !== 0)) return 'the model’s widths are no multiples of 8';
  const { optimizer, batchChanges, averageFrom, precision } = training as Later;
  if ((optimizer.kind ?? 'adamW') !== 'adamW' || (batchChanges?.length ?? 0) > 0 || (averageFrom ?? 1) < 1 || (precision ?? 'single') !== 'single') return 'its updates are others than AdamW’s on equal batches';
  if (model.dropout !== 0) return 'the model is trained with dropout';
  if (training.source !== 'fresh' || training.objective.loss !== 'answer' || training.objective.valueAtRightHandSide !== 0) return 'it is trained on another objective than answers to fresh programs';
  if (task.names !== 'reuse' || task.depth !== 'free' || task.balance !== 'uniformHops') return 'its programs are drawn in another way than quick’s';
  return null;
}

/** How weights start: docs/model.md. */
export function initialParameters(spec: ModelSpec, table: readonly Parameter[], random: Random): Float32Array {
  const { initialization, layers, heads, headWidth, ropeBase } = spec;
  const flat = new Float32Array(table.reduce((sum, { count }) => sum + count, 0));
  for (const { name, shape, start, count } of table) {
    const part = flat.subarray(start, start + count);
    if (name.endsWith('norm.weight')) part.fill(1);
    if (shape.length === 2) {
      const linear = initialization.kind === 'fanIn' ? 1 / Math.sqrt(shape[1] as number) : initialization.normalStd;
      const std = name === 'embedding.weight' ? initialization.embeddingStd : linear;
      const scale = name.endsWith('.output.weight') && initialization.scaleResidualOutputs ? std / Math.sqrt(2 * layers) : std;
      for (let i = 0; i < count; i++) part[i] = scale * random.normal();
    }
    if (name === 'layers.1.attention.qkv.bias' && initialization.offsetHeads > 0) {
      // Head h starts out looking (h - 1) mod 4 tokens back.
      const half = headWidth / 2;
      const size = Math.sqrt((initialization.offsetHeads * Math.sqrt(headWidth)) / half);
      for (let head = 0; head < heads; head++) {
        for (let pair = 0; pair < half; pair++) {
          const angle = -(head % 4) * ropeBase ** ((-2 * pair) / headWidth);
          const query = head * headWidth + pair;
          part[query] = size * Math.cos(angle);
          part[query + half] = size * Math.sin(angle);
          part[heads * headWidth + query] = size;
        }
      }
    }
  }
  return flat;
}
