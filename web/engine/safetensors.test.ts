import { describe, expect, it } from 'vitest';
import { readTensors } from './safetensors';

function file(dtype: string, words: Uint16Array | Float32Array): ArrayBuffer {
  const header = new TextEncoder().encode(JSON.stringify({ w: { dtype, shape: [words.length], data_offsets: [0, words.byteLength] }, __metadata__: { sha256: '' } }));
  const bytes = new Uint8Array(8 + header.length + words.byteLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  bytes.set(new Uint8Array(words.buffer), 8 + header.length);
  return bytes.buffer;
}

const values = (dtype: string, words: Uint16Array | Float32Array) => [...(readTensors(file(dtype, words)).get('w')?.values ?? [])];

describe('a file of tensors', () => {
  it('gives float16 as it is: normal, subnormal, zero, not finite', () => {
    expect(values('F16', Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x3555, 0x0400, 0x8001, 0x0000, 0x7c00))).toEqual([1, -2, 65504, 0.333251953125, 2 ** -14, -(2 ** -24), 0, Infinity]);
    expect(values('F16', Uint16Array.of(0x7e00))).toEqual([NaN]);
    expect(Object.is(values('F16', Uint16Array.of(0x8000))[0], -0)).toBe(true);
  });

  it('gives bfloat16 and float32 as they are', () => {
    expect(values('BF16', Uint16Array.of(0x3f80, 0xc049))).toEqual([1, -3.140625]);
    expect(values('F32', Float32Array.of(1.5, -7))).toEqual([1.5, -7]);
  });

  it('is refused where it has other types, or sizes that do not fit', () => {
    expect(() => readTensors(file('I32', Float32Array.of(1)))).toThrow('w is of type I32');
    expect(() => readTensors(file('F32', Uint16Array.of(1, 2)))).toThrow('w has 4 bytes, of shape 2 it needs 8');
  });
});
