/**
 * The way back through a block, for training (../training): what each step's inputs and weights did to the loss, from what its output did. `d` before a
 * name is the loss's derivative by it. Weights are row by row, [outputs, inputs]; widths are multiples of eight.
 */

import { erf4, exp4, total } from './functions';

/** dx[row] = dy[row] weight. */
export function inputGradient(dy: usize, dyStride: i32, weight: usize, dx: usize, dxStride: i32, rows: i32, inputs: i32, outputs: i32): void {
  const weightRow = <usize>inputs << 2;
  const dyRow = <usize>dyStride << 2;
  const dxRow = <usize>dxStride << 2;
  for (let i = 0; i < inputs; i += 8) {
    const first = weight + (<usize>i << 2);
    let r = 0;
    for (; r + 4 <= rows; r += 4) {
      let a00 = f32x4.splat(0), a01 = a00, a10 = a00, a11 = a00, a20 = a00, a21 = a00, a30 = a00, a31 = a00;
      let w = first;
      let g = dy + <usize>r * dyRow;
      for (let o = 0; o < outputs; o++) {
        const w0 = v128.load(w), w1 = v128.load(w, 16);
        let s = v128.load_splat<f32>(g);
        a00 = f32x4.add(a00, f32x4.mul(s, w0));
        a01 = f32x4.add(a01, f32x4.mul(s, w1));
        s = v128.load_splat<f32>(g + dyRow);
        a10 = f32x4.add(a10, f32x4.mul(s, w0));
        a11 = f32x4.add(a11, f32x4.mul(s, w1));
        s = v128.load_splat<f32>(g + (dyRow << 1));
        a20 = f32x4.add(a20, f32x4.mul(s, w0));
        a21 = f32x4.add(a21, f32x4.mul(s, w1));
        s = v128.load_splat<f32>(g + (dyRow << 1) + dyRow);
        a30 = f32x4.add(a30, f32x4.mul(s, w0));
        a31 = f32x4.add(a31, f32x4.mul(s, w1));
        w += weightRow;
        g += 4;
      }
      let to = dx + <usize>r * dxRow + (<usize>i << 2);
      v128.store(to, a00);
      v128.store(to, a01, 16);
      to += dxRow;
      v128.store(to, a10);
      v128.store(to, a11, 16);
      to += dxRow;
      v128.store(to, a20);
      v128.store(to, a21, 16);
      to += dxRow;
      v128.store(to, a30);
      v128.store(to, a31, 16);
    }
    for (; r < rows; r++) {
      let a0 = f32x4.splat(0), a1 = a0;
      let w = first;
      let g = dy + <usize>r * dyRow;
      for (let o = 0; o < outputs; o++) {
        const s = v128.load_splat<f32>(g);
        a0 = f32x4.add(a0, f32x4.mul(s, v128.load(w)));
        a1 = f32x4.add(a1, f32x4.mul(s, v128.load(w, 16)));
        w += weightRow;
        g += 4;
      }
      const to = dx + <usize>r * dxRow + (<usize>i << 2);
      v128.store(to, a0);
      v128.store(to, a1, 16);
    }
  }
}

/** dWeight[o][i] += sum over rows of dy[row][o] x[row][i]; dBias[o] += sum over rows of dy[row][o]. */
export function weightGradient(
  dy: usize, dyStride: i32, x: usize, xStride: i32, dWeight: usize, dBias: usize, rows: i32, inputs: i32, outputs: i32,
): void {
  const weightRow = <usize>inputs << 2;
  const dyRow = <usize>dyStride << 2;
  const xRow = <usize>xStride << 2;
  for (let o = 0; o < outputs; o += 4) {
    const firstDy = dy + (<usize>o << 2);
    for (let i = 0; i < inputs; i += 8) {
      const to = dWeight + <usize>o * weightRow + (<usize>i << 2);
      const to2 = to + (weightRow << 1);
      let a00 = v128.load(to), a01 = v128.load(to, 16);
      let a10 = v128.load(to + weightRow), a11 = v128.load(to + weightRow, 16);
      let a20 = v128.load(to2), a21 = v128.load(to2, 16);
      let a30 = v128.load(to2 + weightRow), a31 = v128.load(to2 + weightRow, 16);
      let g = firstDy;
      let from = x + (<usize>i << 2);
      for (let r = 0; r < rows; r++) {
        const x0 = v128.load(from), x1 = v128.load(from, 16);
        let s = v128.load_splat<f32>(g);
        a00 = f32x4.add(a00, f32x4.mul(s, x0));
        a01 = f32x4.add(a01, f32x4.mul(s, x1));
        s = v128.load_splat<f32>(g, 4);
        a10 = f32x4.add(a10, f32x4.mul(s, x0));
        a11 = f32x4.add(a11, f32x4.mul(s, x1));
        s = v128.load_splat<f32>(g, 8);
        a20 = f32x4.add(a20, f32x4.mul(s, x0));
        a21 = f32x4.add(a21, f32x4.mul(s, x1));
        s = v128.load_splat<f32>(g, 12);
        a30 = f32x4.add(a30, f32x4.mul(s, x0));
        a31 = f32x4.add(a31, f32x4.mul(s, x1));
        g += dyRow;
        from += xRow;
      }
      v128.store(to, a00);
      v128.store(to, a01, 16);
      v128.store(to + weightRow, a10);
      v128.store(to + weightRow, a11, 16);
      v128.store(to2, a20);
      v128.store(to2, a21, 16);
      v128.store(to2 + weightRow, a30);
      v128.store(to2 + weightRow, a31, 16);
    }
    if (dBias != 0) {
      const to = dBias + (<usize>o << 2);
      let sum = v128.load(to);
      for (let r = 0, g = firstDy; r < rows; r++, g += dyRow) sum = f32x4.add(sum, v128.load(g));
      v128.store(to, sum);
    }
  }
}

/** LayerNorm backwards: dx += (its part through the norm), dWeight and dBias (0 for none) += theirs. */
export function layerNormGradient(
  dy: usize, x: usize, dx: usize, stride: i32, rows: i32, width: i32, weight: usize, dWeight: usize, dBias: usize,
): void {
  const end = <usize>width << 2;
  const n = <f32>width;
  for (let r = 0; r < rows; r++) {
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < end; at += 16) sums = f32x4.add(sums, v128.load(x + at));
    const mean = f32x4.splat(total(sums) / n);
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < end; at += 16) {
      const d = f32x4.sub(v128.load(x + at), mean);
      squares = f32x4.add(squares, f32x4.mul(d, d));
    }
    const scale = f32x4.splat(1 / Mathf.sqrt(total(squares) / n + 1e-5));
    // With h = (x - mean) * scale and g = dy * weight: dx = scale (g - mean(g) - h mean(g h)).
    let gSum = f32x4.splat(0), ghSum = f32x4.splat(0);
    for (let at: usize = 0; at < end; at += 16) {
      const h = f32x4.mul(f32x4.sub(v128.load(x + at), mean), scale);
      const d = v128.load(dy + at);
      const g = f32x4.mul(d, v128.load(weight + at));
      gSum = f32x4.add(gSum, g);
      ghSum = f32x4.add(ghSum, f32x4.mul(g, h));
      v128.store(dWeight + at, f32x4.add(v128.load(dWeight + at), f32x4.mul(d, h)));
      if (dBias != 0) v128.store(dBias + at, f32x4.add(v128.load(dBias + at), d));
    }
    const gMean = f32x4.splat(total(gSum) / n), ghMean = f32x4.splat(total(ghSum) / n);
    for (let at: usize = 0; at < end; at += 16) {
      const h = f32x4.mul(f32x4.sub(v128.load(x + at), mean), scale);
      const g = f32x4.mul(v128.load(dy + at), v128.load(weight + at));
      const part = f32x4.mul(scale, f32x4.sub(f32x4.sub(g, gMean), f32x4.mul(h, ghMean)));
      v128.store(dx + at, f32x4.add(v128.load(dx + at), part));
    }
    const row = <usize>stride << 2;
    x += row;
    dx += row;
    dy += row;
  }
}

/** du becomes dy: times gelu'(y) = (1 + erf(y / sqrt 2)) / 2 + y e^(-y^2 / 2) / sqrt(2 pi). `count` is a multiple of four. */
export function geluGradient(y: usize, du: usize, count: i32): void {
  const end = y + (<usize>count << 2);
  for (; y < end; y += 16, du += 16) {
    const x = v128.load(y);
    const half = f32x4.splat(0.5);
    const share = f32x4.add(half, f32x4.mul(half, erf4(f32x4.mul(x, f32x4.splat(0.70710678118654752)))));
    const density = f32x4.mul(exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))), f32x4.splat(0.3989422804014327));
    v128.store(du, f32x4.mul(v128.load(du), f32x4.add(share, f32x4.mul(x, density))));
  }
}

/** Hides from each token behind the prefix what stands between the prefix and its own segment. */
export function hide(scores: usize, length: i32, heads: i32, s: i32, prefix: i32, segment: i32): void {
  for (let h = 0; h < heads; h++) {
    for (let i = prefix + segment; i < length; i++) {
      const row = scores + (<usize>((h * length + i) * s) << 2);
      const own = i - (i - prefix) % segment;
      for (let j = prefix; j < own; j++) store<f32>(row + (<usize>j << 2), -Infinity);
    }
  }
}

/**
 * Attention backwards, from dz to the rotated queries, the rotated keys and the values: dqkv gets q's, k's and v's parts at their places in the rows
 * of qkv, which are 0 before. `attentionWidth` is H*K.
 */
export function attentionGradient(
  pattern: usize, qkv: usize, stride: i32, dz: usize, dzStride: i32, dqkv: usize, length: i32, heads: i32, headWidth: i32, s: i32, scale: f32, scratch: usize,
): void {
  const attentionWidth = heads * headWidth;
  const rowBytes = <usize>stride << 2;
  const width = <usize>headWidth << 2;
  const toK = <usize>attentionWidth << 2;
  const toV = toK << 1;
  for (let h = 0; h < heads; h++) {
    const head = <usize>(h * headWidth) << 2;
    for (let i = 0; i < length; i++) {
      const weights = pattern + (<usize>((h * length + i) * s) << 2);
      const g = dz + (<usize>(i * dzStride) << 2) + head;
      let mean: f32 = 0;
      let row = qkv + head;
      for (let j = 0; j <= i; j++, row += rowBytes) {
        let sums = f32x4.splat(0);
        for (let d: usize = 0; d < width; d += 16) sums = f32x4.add(sums, f32x4.mul(v128.load(g + d), v128.load(row + toV + d)));
        const dWeight = total(sums);
        store<f32>(scratch + (<usize>j << 2), dWeight);
        mean += load<f32>(weights + (<usize>j << 2)) * dWeight;
      }
      const q = qkv + <usize>i * rowBytes + head;
      const dq = dqkv + <usize>i * rowBytes + head;
      row = qkv + head;
      let dRow = dqkv + head;
      for (let j = 0; j <= i; j++, row += rowBytes, dRow += rowBytes) {
        const weight = load<f32>(weights + (<usize>j << 2));
        if (weight == 0) continue;
        const p = f32x4.splat(weight);
        const ds = f32x4.splat(weight * (load<f32>(scratch + (<usize>j << 2)) - mean) * scale);
        for (let d: usize = 0; d < width; d += 16) {
          v128.store(dq + d, f32x4.add(v128.load(dq + d), f32x4.mul(ds, v128.load(row + toK + d))));
          v128.store(dRow + toK + d, f32x4.add(v128.load(dRow + toK + d), f32x4.mul(ds, v128.load(q + d))));
          v128.store(dRow + toV + d, f32x4.add(v128.load(dRow + toV + d), f32x4.mul(p, v128.load(g + d))));
        }
      }
    }
  }
}

/** The sum of squares. `count` is a multiple of four. */
export function squares(x: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (const end = x + (<usize>count << 2); x < end; x += 16) {
    const v = v128.load(x);
    sum += total(f32x4.mul(v, v));
  }
  return sum;
}

/**
 * AdamW (Loshchilov and Hutter 2019), with the gradient scaled first: decay, moments, an update whose bias is corrected. `count` is a multiple of four.
 */
export function adamW(
  parameters: usize, gradient: usize, mean: usize, square: usize, count: i32,
  scale: f32, beta1: f32, beta2: f32, epsilon: f32, decay: f32, rate: f32, correction2: f32,
): void {
  const s = f32x4.splat(scale), b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2), c1 = f32x4.splat(1 - beta1), c2 = f32x4.splat(1 - beta2);
  const e = f32x4.splat(epsilon), keep = f32x4.splat(decay), step = f32x4.splat(rate), root = f32x4.splat(correction2);
  for (const end = parameters + (<usize>count << 2); parameters < end; parameters += 16, gradient += 16, mean += 16, square += 16) {
    const g = f32x4.mul(v128.load(gradient), s);
    const m = f32x4.add(f32x4.mul(v128.load(mean), b1), f32x4.mul(g, c1));
    const v = f32x4.add(f32x4.mul(v128.load(square), b2), f32x4.mul(f32x4.mul(g, g), c2));
    v128.store(mean, m);
    v128.store(square, v);
    const update = f32x4.div(f32x4.mul(step, m), f32x4.add(f32x4.div(f32x4.sqrt(v), root), e));
    v128.store(parameters, f32x4.sub(f32x4.mul(v128.load(parameters), keep), update));
  }
}
