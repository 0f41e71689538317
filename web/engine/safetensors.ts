/** Reads weights.safetensors: eight bytes with the header's length, a JSON header, the tensors' bytes (docs/model.md). */

/** A tensor's numbers, row by row. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** All tensors of a file by name, widened to float32. Throws where it is no whole file of tensors of 16 or 32 bits. */
export function readTensors(file: ArrayBuffer): ReadonlyMap<string, Tensor> {
  const wrong = (what: string) => new Error(`the weights cannot be read: ${what}`);
  if (file.byteLength < 8) throw wrong(`the file has ${file.byteLength} bytes`);
  const length = Number(new DataView(file).getBigUint64(0, true));
  if (length > file.byteLength - 8) throw wrong('the file ends within its header');
  let header: Record<string, Entry>;
  try {
    header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length))) as Record<string, Entry>;
  } catch {
    throw wrong('the header is no JSON');
  }
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, data_offsets: [from, to] }] of Object.entries(header).filter(([name]) => name !== '__metadata__')) {
    const count = shape.reduce((product, size) => product * size, 1);
    const bits = { F32: 32, F16: 16, BF16: 16 }[dtype];
    if (bits === undefined) throw wrong(`${name} is of type ${dtype}`);
    if (to - from !== (count * bits) / 8) throw wrong(`${name} has ${to - from} bytes, of shape ${shape.join(' x ')} it needs ${(count * bits) / 8}`);
    if (8 + length + to > file.byteLength) throw wrong(`the file ends within ${name}`);
    // A copy, because a view needs an address that is a multiple of its type's size.
    const bytes = file.slice(8 + length + from, 8 + length + to);
    const values = dtype === 'F32' ? new Float32Array(bytes) : dtype === 'F16' ? widened(new Uint16Array(bytes)) : shifted(new Uint16Array(bytes));
    tensors.set(name, { shape, values });
  }
  return tensors;
}

/** float16 (a sign, 5 bits of exponent, 10 of fraction) as float32 (8 and 23 bits); exact. */
function widened(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  const bits = new Uint32Array(values.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] as number;
    const [exponent, fraction] = [half & 0x7c00, half & 0x03ff];
    if (exponent === 0) values[i] = (half & 0x8000 ? -fraction : fraction) * 2 ** -24;
    else bits[i] = ((half & 0x8000) << 16) | (exponent === 0x7c00 ? 0x7f800000 : (exponent << 13) + (112 << 23)) | (fraction << 13);
  }
  return values;
}

/** bfloat16, the upper half of a float32. */
function shifted(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] as number) << 16;
  return new Float32Array(bits.buffer);
}
