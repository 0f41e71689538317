/** How far the pointer may go before a press is one that was thought better of, in pixels. */
const away = 12;

/**
 * A press counts for the button on which it began, also where that has moved from under the pointer before it is let go: figures above may still find
 * their size. A pointer that goes away itself is let go of, as ever.
 */
export function holdPress(down: PointerEvent): void {
  const button = (down.target as Element).closest<HTMLElement>('button:enabled, summary');
  if (button === null || down.button !== 0) return;
  button.setPointerCapture(down.pointerId);
  const end = new AbortController();
  const move = ({ pointerId, clientX, clientY }: PointerEvent) => {
    if (pointerId !== down.pointerId || Math.hypot(clientX - down.clientX, clientY - down.clientY) < away) return;
    if (button.hasPointerCapture(pointerId)) button.releasePointerCapture(pointerId);
    end.abort();
  };
  button.addEventListener('pointermove', move, { signal: end.signal });
  button.addEventListener('lostpointercapture', () => end.abort(), { signal: end.signal });
}
