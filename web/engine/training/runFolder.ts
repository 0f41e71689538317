/**
 * A run that was trained in a page as the folder that Bindscope opens (docs/runs.md): spec.json, environment.json, metrics.jsonl and the weights of the
 * checkpoints, in a zip file without compression. Moments of the optimizer are not kept, so the training itself cannot be taken up by Bindscope.
 */

import type { Evaluation, RunSpec } from '../../src/api/contract.g';
import type { Parameter } from './parameters';

/** One file of an archive. */
export interface Entry {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);
const json = (value: unknown): Uint8Array<ArrayBuffer> => text(`${JSON.stringify(value, null, 2)}\n`);

/** The flat parameters as weights.safetensors: tensors by name, a header padded to a multiple of eight. */
export function writeTensors(table: readonly Parameter[], flat: Float32Array): Uint8Array<ArrayBuffer> {
  const sorted = [...table].sort((a, b) => (a.name < b.name ? -1 : 1));
  let end = 0;
  const header = JSON.stringify(Object.fromEntries(sorted.map(({ name, shape, count }) => [name, { dtype: 'F32', shape, data_offsets: [end, (end += 4 * count)] }])));
  const padded = text(header.padEnd(Math.ceil(header.length / 8) * 8));
  const file = new Uint8Array(8 + padded.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded.length), true);
  file.set(padded, 8);
  let at = 8 + padded.length;
  for (const { start, count } of sorted) {
    file.set(new Uint8Array(flat.buffer, flat.byteOffset + 4 * start, 4 * count), at);
    at += 4 * count;
  }
  return file;
}

/** The files of a run's folder. `began`: what the run computed with, in the form of the runs that are there. */
export function runFiles(
  spec: RunSpec, began: Readonly<Record<string, unknown>>, metrics: readonly Evaluation[], table: readonly Parameter[], checkpoints: ReadonlyMap<number, Float32Array>,
): Entry[] {
  return [
    { path: 'spec.json', bytes: json(spec) },
    { path: 'environment.json', bytes: json({ started: began, resumed: [] }) },
    { path: 'metrics.jsonl', bytes: text(metrics.map((line) => `${JSON.stringify(line)}\n`).join('')) },
    ...[...checkpoints].flatMap(([step, weights]): Entry[] => {
      const folder = `checkpoints/${String(step).padStart(6, '0')}`;
      const meta = { step, curriculum: { stage: Math.max(0, spec.preset.training.curriculum.length - 1), accuracy: 0 }, unreported: { loss: 0, programs: 0, correct: 0, answers: 0 } };
      return [{ path: `${folder}/weights.safetensors`, bytes: writeTensors(table, weights) }, { path: `${folder}/meta.json`, bytes: json(meta) }];
    }),
  ];
}

const crcs = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (crcs[(c ^ byte) & 255] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Files in a folder as one zip file, stored as they are. */
export function zip(folder: string, files: readonly Entry[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, bytes } of files) {
    const name = text(`${folder}/${path}`);
    // What the local header and the directory have in common, from "version needed" to the name's length; 1 January 1980.
    const common = new Uint8Array(26);
    const view = new DataView(common.buffer);
    view.setUint16(0, 20, true);
    view.setUint16(2, 0x0800, true);
    view.setUint16(8, 0x21, true);
    view.setUint32(10, crc(bytes), true);
    view.setUint32(14, bytes.length, true);
    view.setUint32(18, bytes.length, true);
    view.setUint16(22, name.length, true);
    parts.push(signed(0x04034b50, common), name, bytes);
    const rest = new Uint8Array(14);
    new DataView(rest.buffer).setUint32(10, offset, true);
    directory.push(signed(0x02014b50, Uint8Array.of(20, 0)), common, rest, name);
    offset += 30 + name.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = new Uint8Array(18);
  const view = new DataView(end.buffer);
  view.setUint16(4, files.length, true);
  view.setUint16(6, files.length, true);
  view.setUint32(8, size, true);
  view.setUint32(12, offset, true);
  return new Blob([...parts, ...directory, signed(0x06054b50, end)], { type: 'application/zip' });
}

function signed(signature: number, rest: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + rest.length);
  new DataView(bytes.buffer).setUint32(0, signature, true);
  bytes.set(rest, 4);
  return bytes;
}
