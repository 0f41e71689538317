/** A confusion matrix made ready to draw: shares of each row, and the sums at its edges. */
export interface ConfusionMatrix {
  readonly rows: readonly ConfusionRow[];
  /** How often each column is predicted. */
  readonly predicted: readonly number[];
  readonly total: number;
  readonly right: number;
  /** Largest share off the diagonal, for a scale that does not drown the mistakes beside it. */
  readonly largestMistake: number;
}

export interface ConfusionRow {
  readonly answer: number;
  readonly programs: number;
  /** Counts by prediction: 0-9, then no digit. */
  readonly counts: readonly number[];
  /** Counts divided by the row's programs; 0 where the row is empty. */
  readonly shares: readonly number[];
}

/** Reads the analysis's matrix: rows are answers, columns predictions 0-9 and then no digit. */
export function confusionMatrix(counts: readonly (readonly number[])[]): ConfusionMatrix {
  const rows = counts.map((row, answer): ConfusionRow => {
    const programs = row.reduce((sum, value) => sum + value, 0);
    return { answer, programs, counts: row, shares: row.map((value) => (programs === 0 ? 0 : value / programs)) };
  });
  const columns = Math.max(0, ...counts.map((row) => row.length));
  const predicted = Array.from({ length: columns }, (_, column) => counts.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  return {
    rows,
    predicted,
    total: rows.reduce((sum, row) => sum + row.programs, 0),
    right: rows.reduce((sum, row) => sum + (row.counts[row.answer] ?? 0), 0),
    largestMistake: Math.max(0, ...rows.flatMap((row) => row.shares.filter((_, column) => column !== row.answer))),
  };
}

/** The mistakes that happen most, as phrases can be made of them. */
export function largestMistakes(
  matrix: ConfusionMatrix,
  most: number,
): { answer: number; prediction: number; count: number; share: number }[] {
  return matrix.rows
    .flatMap((row) =>
      row.counts.map((count, prediction) => ({ answer: row.answer, prediction, count, share: row.shares[prediction] ?? 0 })),
    )
    .filter((cell) => cell.prediction !== cell.answer && cell.count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}
