/**
 * Attention step by step, so that a tap can stand between any two steps. Queries, keys and values of a token lie in one row (`stride` numbers
 * from one token to the next), head after head. Scores and pattern are [H][T][S]: S is T rounded up to a multiple of four.
 */

import { exp4, total } from './functions';

/**
 * The rotary embedding of rows of heads, in place: pairs are (i, i + K/2). Cosines and sines are [position][K/2], those of the first row first.
 */
export function rotate(x: usize, stride: i32, rows: i32, heads: i32, headWidth: i32, cosines: usize, sines: usize): void {
  const half = headWidth >> 1;
  const halfBytes = <usize>half << 2;
  for (let r = 0; r < rows; r++) {
    for (let h = 0; h < heads; h++) {
      const a = x + (<usize>(r * stride + h * headWidth) << 2);
      let at: usize = 0;
      for (; at + 16 <= halfBytes; at += 16) {
        const first = v128.load(a + at), second = v128.load(a + halfBytes + at);
        const cos = v128.load(cosines + at), sin = v128.load(sines + at);
        v128.store(a + at, f32x4.sub(f32x4.mul(first, cos), f32x4.mul(second, sin)));
        v128.store(a + halfBytes + at, f32x4.add(f32x4.mul(first, sin), f32x4.mul(second, cos)));
      }
      for (; at < halfBytes; at += 4) {
        const first = load<f32>(a + at), second = load<f32>(a + halfBytes + at);
        const cos = load<f32>(cosines + at), sin = load<f32>(sines + at);
        store<f32>(a + at, first * cos - second * sin);
        store<f32>(a + halfBytes + at, first * sin + second * cos);
      }
    }
    cosines += halfBytes;
    sines += halfBytes;
  }
}

/** Keys of the tokens `from` to `to`, turned so that those of neighbouring tokens lie side by side: [H][K][S]. */
export function turnKeys(k: usize, stride: i32, turned: usize, from: i32, to: i32, heads: i32, headWidth: i32, s: i32): void {
  for (let t = from; t < to; t++) {
    for (let c = 0; c < heads * headWidth; c++) {
      store<f32>(turned + (<usize>(c * s + t) << 2), load<f32>(k + (<usize>(t * stride + c) << 2)));
    }
  }
}

/** scores[h][i][j] = q[i] . k[j] * scale for the queries `from` to `to` and the keys that they see, j <= i; -infinity for the others. */
export function scores(
  q: usize, stride: i32, turned: usize, out: usize, from: i32, to: i32, length: i32, heads: i32, headWidth: i32, s: i32, scale: f32,
): void {
  const scales = f32x4.splat(scale);
  const keyRow = <usize>s << 2;
  for (let h = 0; h < heads; h++) {
    const keys = turned + (<usize>(h * headWidth * s) << 2);
    for (let i = from; i < to; i++) {
      const query = q + (<usize>(i * stride + h * headWidth) << 2);
      const row = out + (<usize>((h * length + i) * s) << 2);
      for (let j = 0; j <= i; j += 4) {
        let key = keys + (<usize>j << 2);
        let sum = f32x4.splat(0);
        for (let d = 0; d < headWidth; d++) {
          sum = f32x4.add(sum, f32x4.mul(v128.load_splat<f32>(query + (<usize>d << 2)), v128.load(key)));
          key += keyRow;
        }
        v128.store(row + (<usize>j << 2), f32x4.mul(sum, scales));
      }
      for (let j = i + 1; j < s; j++) store<f32>(row + (<usize>j << 2), -Infinity);
    }
  }
}

/** Turns the scores of the queries `from` to `to` into the pattern, in place: rows sum to 1. */
export function softmax(pattern: usize, from: i32, to: i32, length: i32, heads: i32, s: i32): void {
  for (let h = 0; h < heads; h++) {
    for (let i = from; i < to; i++) {
      const row = pattern + (<usize>((h * length + i) * s) << 2);
      const end = row + (<usize>s << 2);
      let most = v128.load(row);
      for (let at = row + 16; at < end; at += 16) most = f32x4.max(most, v128.load(at));
      most = f32x4.max(most, i8x16.shuffle(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
      most = f32x4.max(most, i8x16.shuffle(most, most, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
      let sums = f32x4.splat(0);
      for (let at = row; at < end; at += 16) {
        const e = exp4(f32x4.sub(v128.load(at), most));
        sums = f32x4.add(sums, e);
        v128.store(at, e);
      }
      const share = f32x4.splat(1 / total(sums));
      for (let at = row; at < end; at += 16) v128.store(at, f32x4.mul(v128.load(at), share));
    }
  }
}

/** z[i] = sum over j of pattern[h][i][j] v[j], for the queries `from` to `to`. */
export function mix(
  pattern: usize, v: usize, stride: i32, z: usize, zStride: i32, from: i32, to: i32, length: i32, heads: i32, headWidth: i32, s: i32,
): void {
  const valueRow = <usize>stride << 2;
  for (let h = 0; h < heads; h++) {
    for (let i = from; i < to; i++) {
      const weights = pattern + (<usize>((h * length + i) * s) << 2);
      const values = v + (<usize>(h * headWidth) << 2);
      const out = z + (<usize>(i * zStride + h * headWidth) << 2);
      let d = 0;
      for (; d + 16 <= headWidth; d += 16) {
        let value = values + (<usize>d << 2);
        let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
        for (let j = 0; j <= i; j++) {
          const weight = v128.load_splat<f32>(weights + (<usize>j << 2));
          a0 = f32x4.add(a0, f32x4.mul(weight, v128.load(value)));
          a1 = f32x4.add(a1, f32x4.mul(weight, v128.load(value, 16)));
          a2 = f32x4.add(a2, f32x4.mul(weight, v128.load(value, 32)));
          a3 = f32x4.add(a3, f32x4.mul(weight, v128.load(value, 48)));
          value += valueRow;
        }
        const at = out + (<usize>d << 2);
        v128.store(at, a0);
        v128.store(at, a1, 16);
        v128.store(at, a2, 32);
        v128.store(at, a3, 48);
      }
      for (; d < headWidth; d++) {
        let value = values + (<usize>d << 2);
        let a: f32 = 0;
        for (let j = 0; j <= i; j++) {
          a += load<f32>(weights + (<usize>j << 2)) * load<f32>(value);
          value += valueRow;
        }
        store<f32>(out + (<usize>d << 2), a);
      }
    }
  }
}
