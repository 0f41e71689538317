/** Labels beside points: each at the first of four sides where it covers no other label and no point; left out where none is free. */

export interface LabelledPoint {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Width of its label. */
  readonly width: number;
}

export interface PointLabel {
  readonly id: string;
  /** The label's anchor: its start, end or middle. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const apart = (a: Box, b: Box): boolean => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

/**
 * Places labels; earlier points have the first choice.
 * @param points in order of importance
 * @param obstacles all points that must stay visible, with `radius`
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  obstacles: readonly { readonly x: number; readonly y: number }[],
  frame: { readonly left: number; readonly width: number; readonly height: number },
  radius = 6,
  height = 12,
): readonly PointLabel[] {
  const taken: Box[] = obstacles.map(({ x, y }) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }));
  const placed: PointLabel[] = [];
  for (const { id, x, y, width } of points) {
    const gap = radius + 3;
    const choices: { label: PointLabel; box: Box }[] = [
      { label: { id, x: x + gap, y, anchor: 'start' }, box: { left: x + gap, right: x + gap + width, top: y - height / 2, bottom: y + height / 2 } },
      { label: { id, x: x - gap, y, anchor: 'end' }, box: { left: x - gap - width, right: x - gap, top: y - height / 2, bottom: y + height / 2 } },
      {
        label: { id, x, y: y - gap - height / 2 + 2, anchor: 'middle' },
        box: { left: x - width / 2, right: x + width / 2, top: y - gap - height + 2, bottom: y - gap + 2 },
      },
      {
        label: { id, x, y: y + gap + height / 2 - 2, anchor: 'middle' },
        box: { left: x - width / 2, right: x + width / 2, top: y + gap - 2, bottom: y + gap + height - 2 },
      },
    ];
    const free = choices.find(({ box }) => box.left >= frame.left && box.right <= frame.width && box.top >= 0 && box.bottom <= frame.height && taken.every((other) => apart(box, other)));
    if (free) {
      taken.push(free.box);
      placed.push(free.label);
    }
  }
  return placed;
}
