/**
 * The product of a linear layer, y = x weight^T + bias, where nearly all time goes. Every output is one chain of additions over the inputs in
 * rising order, whatever the number of rows: a row alone gives the same bits as among others.
 */

/** Outputs of a panel: two vectors of four. */
const panel: i32 = 8;

/**
 * Packs a weight [outputs, inputs] into panels of eight outputs: [outputs / 8][inputs][8], filled up with zeros.
 */
export function pack(weight: usize, packed: usize, outputs: i32, inputs: i32): void {
  for (let first = 0; first < outputs; first += panel) {
    for (let i = 0; i < inputs; i++) {
      for (let o = first; o < first + panel; o++) {
        store<f32>(packed, o < outputs ? load<f32>(weight + (<usize>(o * inputs + i) << 2)) : 0);
        packed += 4;
      }
    }
  }
}

/**
 * y[row][0..outputs] = x[row][0..inputs] weight^T + bias. `weight` has panels of `columns` inputs, of which `inputs` are used: those of one head,
 * where it points at that head's first. Strides are numbers from one row to the next; outputs, and y's stride, are multiples of eight. Blocks of
 * four rows by eight outputs stay in registers.
 */
export function linear(
  x: usize, xStride: i32, weight: usize, columns: i32, bias: usize, y: usize, yStride: i32, rows: i32, inputs: i32, outputs: i32,
): void {
  const xRow = <usize>xStride << 2;
  const yRow = <usize>yStride << 2;
  const x2 = xRow << 1;
  const x3 = x2 + xRow;
  const used = <usize>(inputs * panel) << 2;
  for (let o = 0; o < outputs; o += panel) {
    const b0 = v128.load(bias + (<usize>o << 2));
    const b1 = v128.load(bias + (<usize>o << 2), 16);
    let r = 0;
    for (; r + 4 <= rows; r += 4) {
      let x0 = x + <usize>r * xRow;
      let w = weight;
      const end = w + used;
      let a00 = b0, a01 = b1, a10 = b0, a11 = b1, a20 = b0, a21 = b1, a30 = b0, a31 = b1;
      while (w < end) {
        const w0 = v128.load(w), w1 = v128.load(w, 16);
        let s = v128.load_splat<f32>(x0);
        a00 = f32x4.add(a00, f32x4.mul(s, w0));
        a01 = f32x4.add(a01, f32x4.mul(s, w1));
        s = v128.load_splat<f32>(x0 + xRow);
        a10 = f32x4.add(a10, f32x4.mul(s, w0));
        a11 = f32x4.add(a11, f32x4.mul(s, w1));
        s = v128.load_splat<f32>(x0 + x2);
        a20 = f32x4.add(a20, f32x4.mul(s, w0));
        a21 = f32x4.add(a21, f32x4.mul(s, w1));
        s = v128.load_splat<f32>(x0 + x3);
        a30 = f32x4.add(a30, f32x4.mul(s, w0));
        a31 = f32x4.add(a31, f32x4.mul(s, w1));
        x0 += 4;
        w += 32;
      }
      let to = y + <usize>r * yRow + (<usize>o << 2);
      v128.store(to, a00);
      v128.store(to, a01, 16);
      to += yRow;
      v128.store(to, a10);
      v128.store(to, a11, 16);
      to += yRow;
      v128.store(to, a20);
      v128.store(to, a21, 16);
      to += yRow;
      v128.store(to, a30);
      v128.store(to, a31, 16);
    }
    for (; r < rows; r++) {
      let x0 = x + <usize>r * xRow;
      let w = weight;
      const end = w + used;
      let a0 = b0, a1 = b1;
      while (w < end) {
        const s = v128.load_splat<f32>(x0);
        a0 = f32x4.add(a0, f32x4.mul(s, v128.load(w)));
        a1 = f32x4.add(a1, f32x4.mul(s, v128.load(w, 16)));
        x0 += 4;
        w += 32;
      }
      const to = y + <usize>r * yRow + (<usize>o << 2);
      v128.store(to, a0);
      v128.store(to, a1, 16);
    }
    weight += <usize>(columns * panel) << 2;
  }
}
