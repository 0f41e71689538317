interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a tooltip stands: to the right of and below what it is about, on the other side where it would leave the window, and never outside. */
export function tipPlace(about: Box, size: Size, frame: Size, gap = 8): { x: number; y: number } {
  const place = (before: number, after: number, length: number, room: number) => {
    if (after + gap >= gap && after + gap + length <= room - gap) return after + gap;
    if (before - gap - length >= gap && before - gap <= room) return before - gap - length;
    return Math.max(gap, room - gap - length);
  };
  return {
    x: Math.round(place(about.left, about.right, size.width, frame.width)),
    y: Math.round(place(about.top, about.bottom, size.height, frame.height)),
  };
}
