/** Which of the eight colours, from 1, each of many curves has: those that are shown first have one each. */
export function curveColors(count: number, most: number): number[] {
  const first = firstCurves(count, most);
  let next = first.length;
  return Array.from({ length: count }, (_, at) => ((first.includes(at) ? first.indexOf(at) : next++) % 8) + 1);
}

/**
 * Which of many curves are shown first: the first two, where short cuts and strongest parts stand, and the others evenly to the last.
 * @returns their places, rising
 */
export function firstCurves(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, at) => at);
  const rest = Array.from({ length: most - 2 }, (_, at) => 2 + Math.round(((at + 1) * (count - 3)) / (most - 2)));
  return [0, 1, ...rest];
}
