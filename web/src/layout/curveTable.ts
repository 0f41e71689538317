import { integer } from '../model/format';
import { type FigureTable, percents } from '../model/table';

interface Curve {
  readonly id: string;
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number | null; readonly low?: number; readonly high?: number }[];
}

/** Curves as a table: a row for each step that any of them has, a column for each curve, and its interval where it has one. The paper's are left out. */
export function curveTable(curves: readonly Curve[]): FigureTable {
  const own = curves
    .filter((one) => !one.id.startsWith('paper-'))
    .map((one) => ({ ...one, at: new Map(one.points.map((at) => [at.x, at])), hasRange: one.points.some((at) => at.low !== undefined) }));
  const steps = [...new Set(own.flatMap((one) => [...one.at.keys()]))].sort((a, b) => a - b);
  return {
    columns: [
      { label: 'step', format: integer },
      ...own.flatMap((one) => percents(one.label || one.id, ...(one.hasRange ? [`${one.id} low`, `${one.id} high`] : []))),
    ],
    rows: steps.map((step) => [
      step,
      ...own.flatMap((one) => {
        const at = one.at.get(step);
        return one.hasRange ? [at?.y ?? null, at?.low ?? null, at?.high ?? null] : [at?.y ?? null];
      }),
    ]),
  };
}
