/** A lecture: views of the site in the order in which they are shown, as links that begin with #. */

/** Reads what was kept; what is no link of the site is left out. */
export function readLecture(text: string | null): readonly string[] {
  return (text ?? '').split('\n').filter((line) => /^#\/[a-z-]+(?:\?\S*)?$/u.test(line));
}

export const writeLecture = (views: readonly string[]): string => views.join('\n');

/** The place before or after one, inside the list; from a view that is not in it to its first. */
export function stepLecture(views: readonly string[], at: number, by: number): number {
  if (views.length === 0) return -1;
  return at < 0 ? 0 : Math.min(views.length - 1, Math.max(0, at + by));
}
