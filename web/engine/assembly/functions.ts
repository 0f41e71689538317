/** Functions of four numbers at a time. */

/** e^x to a unit in the last place; 0 below -87. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const low = f32x4.splat(-87.0);
  const under = f32x4.lt(x, low);
  x = f32x4.min(f32x4.max(x, low), f32x4.splat(88.0));
  // x = n ln 2 + r with |r| <= ln 2 / 2; ln 2 in two parts, so that n ln 2 is exact.
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  // The series of e^r up to r^7.
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(p, scale), under);
}

/**
 * erf(y) = y P(y^2) / Q(y^2) up to |y| = 4, where it is 1 in single precision. P and Q are those of the C# engine.
 */
// @ts-ignore: decorator
@inline
export function erf4(y: v128): v128 {
  y = f32x4.min(f32x4.max(y, f32x4.splat(-4)), f32x4.splat(4));
  const t = f32x4.mul(y, y);
  let p = f32x4.splat(1.98723473808e-6);
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.000284316859894));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.00387548161965));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.0530775992871));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.193372205026));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(1.12837914229));
  let q = f32x4.splat(3.74116724111e-5);
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.00118352185426));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.0151916925949));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.115277354056));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.504704261515));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(1.0));
  return f32x4.div(f32x4.mul(y, p), q);
}

/** The sum of a vector's four numbers. */
// @ts-ignore: decorator
@inline
export function total(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** Replaces numbers by their gelu, y/2 (1 + erf(y / sqrt 2)). `count` is a multiple of four. */
export function gelu(y: usize, count: i32): void {
  const end = y + (<usize>count << 2);
  for (; y < end; y += 16) {
    const x = v128.load(y);
    const half = f32x4.mul(x, f32x4.splat(0.5));
    v128.store(y, f32x4.add(half, f32x4.mul(half, erf4(f32x4.mul(x, f32x4.splat(0.70710678118654752))))));
  }
}

/** x += y. `count` is a multiple of four. */
export function add(x: usize, y: usize, count: i32): void {
  const end = x + (<usize>count << 2);
  for (; x < end; x += 16, y += 16) v128.store(x, f32x4.add(v128.load(x), v128.load(y)));
}

/** LayerNorm of rows of `width` numbers: (x - mean) / sqrt(variance + 1e-5) * weight + bias. Rows lie `stride` apart. */
export function layerNorm(x: usize, y: usize, stride: i32, rows: i32, width: i32, weight: usize, bias: usize): void {
  const whole = <usize>(width & ~3) << 2;
  const end = <usize>width << 2;
  for (let r = 0; r < rows; r++) {
    let sums = f32x4.splat(0);
    let at: usize = 0;
    for (; at < whole; at += 16) sums = f32x4.add(sums, v128.load(x + at));
    let sum = total(sums);
    for (; at < end; at += 4) sum += load<f32>(x + at);
    const mean = sum / <f32>width;

    const means = f32x4.splat(mean);
    let squares = f32x4.splat(0);
    for (at = 0; at < whole; at += 16) {
      const d = f32x4.sub(v128.load(x + at), means);
      squares = f32x4.add(squares, f32x4.mul(d, d));
    }
    let square = total(squares);
    for (; at < end; at += 4) {
      const d = load<f32>(x + at) - mean;
      square += d * d;
    }
    const scale: f32 = 1 / Mathf.sqrt(square / <f32>width + 1e-5);

    const scales = f32x4.splat(scale);
    for (at = 0; at < whole; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      v128.store(y + at, f32x4.add(f32x4.mul(normal, v128.load(weight + at)), v128.load(bias + at)));
    }
    for (; at < end; at += 4) store<f32>(y + at, (load<f32>(x + at) - mean) * scale * load<f32>(weight + at) + load<f32>(bias + at));
    x += <usize>stride << 2;
    y += <usize>stride << 2;
  }
}
