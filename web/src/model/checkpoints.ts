/** The nearest of rising steps. */
export function nearest(steps: readonly number[], wanted: number): number | null {
  let best: number | null = null;
  for (const step of steps) {
    if (best === null || Math.abs(step - wanted) <= Math.abs(best - wanted)) best = step;
    if (step >= wanted) break;
  }
  return wanted === Number.POSITIVE_INFINITY ? (steps.at(-1) ?? null) : best;
}
