/** A cell of the grids by hops and answer line, as the address holds it: `2-later-3-rhs:1`. */

export interface GridPlace {
  hops: number;
  answerLine: string;
  layer: number;
  head: number;
  role: string;
}

export function writePlace(place: GridPlace): string {
  return `${place.hops}-${place.answerLine}-${place.layer}-${place.role}`;
}

/** Null where the text names no cell. */
export function readPlace(text: string): GridPlace | null {
  const match = /^(\d+)-(first|second|later)-(\d+)-(.+)$/u.exec(text);
  return match ? { hops: Number(match[1]), answerLine: match[2] ?? 'later', layer: Number(match[3]), head: 0, role: match[4] ?? '' } : null;
}
