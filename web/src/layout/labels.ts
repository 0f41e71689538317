/** Direct labels at the ends of curves: each as near to its curve as the others allow. */

export interface Placed<T> {
  item: T;
  /** Where the curve ends. */
  wanted: number;
  /** Where the label stands. */
  y: number;
}

/**
 * Moves labels apart until they are `gap` pixels from each other, inside low..high, keeping their order and moving each as little as the
 * neighbours allow (pool adjacent violators). Labels that find no room at all are left out from the end of `items`.
 */
export function spread<T>(items: readonly { item: T; wanted: number }[], gap: number, low: number, high: number): Placed<T>[] {
  const room = Math.max(1, Math.floor((high - low) / gap) + 1);
  const sorted = items.slice(0, room).sort((a, b) => a.wanted - b.wanted);
  const groups: { from: number; count: number; sum: number }[] = [];
  sorted.forEach((one, index) => {
    // In coordinates less index * gap, "at least gap apart" is "not falling".
    let group = { from: index, count: 1, sum: Math.min(high, Math.max(low, one.wanted)) - index * gap };
    for (let last = groups.at(-1); last && last.sum / last.count > group.sum / group.count; last = groups.at(-1)) {
      groups.pop();
      group = { from: last.from, count: last.count + group.count, sum: last.sum + group.sum };
    }
    groups.push(group);
  });
  const placed: Placed<T>[] = [];
  for (const group of groups) {
    for (let i = group.from; i < group.from + group.count; i++) {
      const one = sorted[i] as { item: T; wanted: number };
      placed.push({ item: one.item, wanted: one.wanted, y: group.sum / group.count + i * gap });
    }
  }
  let floor = low;
  for (const one of placed) {
    one.y = Math.max(one.y, floor);
    floor = one.y + gap;
  }
  const over = (placed.at(-1)?.y ?? high) - high;
  if (over > 0) {
    let limit = high;
    for (let i = placed.length - 1; i >= 0; i--) {
      const one = placed[i] as Placed<T>;
      one.y = Math.min(one.y, limit);
      limit = one.y - gap;
    }
  }
  return placed;
}

/**
 * Blocks of text around their wanted middles, moved apart until none covers another, inside low..high where they fit there at all.
 * @returns the middles, in the order of the blocks
 */
export function separated(blocks: readonly { wanted: number; height: number }[], low: number, high: number): number[] {
  const order = blocks.map((_, index) => index).sort((a, b) => (blocks[a]?.wanted ?? 0) - (blocks[b]?.wanted ?? 0));
  const tops = blocks.map(({ wanted, height }) => wanted - height / 2);
  let floor = low;
  for (const index of order) {
    tops[index] = Math.max(tops[index] ?? 0, floor);
    floor = (tops[index] ?? 0) + (blocks[index]?.height ?? 0);
  }
  let limit = high;
  for (const index of [...order].reverse()) {
    const height = blocks[index]?.height ?? 0;
    tops[index] = Math.min(tops[index] ?? 0, limit - height);
    limit = tops[index] ?? 0;
  }
  return blocks.map(({ height }, index) => (tops[index] ?? 0) + height / 2);
}
