import type { AnswerLineGroup, GeneralisationPoint, GeneralisationResult, Proportion } from '../api/contract.g';

export const answerLineLabels: Readonly<Record<AnswerLineGroup, string>> = {
  first: 'answer on line 1',
  second: 'answer on line 2',
  later: 'answer on a later line',
};

export const variationLabels: Readonly<Record<string, string>> = {
  none: 'as in training',
  longDistractorChains: 'longer distractor chains',
  manyConstants: 'many constants (6 of 10 lines)',
  flatDistractors: 'right-hand sides of any depth',
  uniqueNames: 'no name bound twice',
  fewNames: 'five names only',
  movedQuery: 'chain ends in the first half',
};

export interface AccuracyCurve {
  readonly group: AnswerLineGroup;
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly accuracy: Proportion }[];
}

/** One curve per answer line, by lines or by hops. */
export function curves(points: readonly GeneralisationPoint[]): AccuracyCurve[] {
  const groups: AnswerLineGroup[] = ['first', 'second', 'later'];
  return groups
    .map((group) => ({
      group,
      label: answerLineLabels[group],
      points: points
        .filter((point) => point.answerLine === group)
        .map((point) => ({ x: point.value, accuracy: point.accuracy }))
        .sort((a, b) => a.x - b.x),
    }))
    .filter((curve) => curve.points.length > 0);
}

/** Rows of the table of variations: one variation, a share per answer line. */
export function variationRows(
  result: GeneralisationResult,
): { variation: string; label: string; shares: Partial<Record<AnswerLineGroup, Proportion>> }[] {
  const names = [...new Set(result.byVariation.map((one) => one.variation))];
  return names.map((variation) => ({
    variation,
    label: variationLabels[variation] ?? variation,
    shares: Object.fromEntries(
      result.byVariation.filter((one) => one.variation === variation).map((one) => [one.answerLine, one.accuracy]),
    ),
  }));
}

/** The farthest value (lines or hops) up to which a curve's interval still reaches a share, counting on from the trained value. */
export function reach(curve: AccuracyCurve, trained: number, share: number): number | null {
  const from = curve.points.filter((point) => point.x >= trained);
  let farthest: number | null = null;
  for (const point of from) {
    if (point.accuracy.value < share) {
      break;
    }
    farthest = point.x;
  }
  return farthest;
}
