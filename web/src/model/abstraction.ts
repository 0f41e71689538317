/** Which variable of the interpreter a place in the model stands for, and since when. */

import type { AbstractionResult, InterchangeCell, SourceEdit, VariableHome } from '../api/contract.g';
import type { Reading } from './patching';
/** A variable in words: `the value of depth 2`. */
export function variableWords(variable: string): string {
  const match = /^(value|refers-to):(\d+)$/u.exec(variable);
  if (match) {
    return match[1] === 'value' ? `value of depth ${match[2]}` : `name that depth ${match[2]} refers to`;
  }
  return (
    { 'queried-name': 'queried name', answer: 'answer', 'root-line': 'line of the root', 'bound-names': 'names that lines bind', unrelated: 'an unrelated digit' }[variable]
    ?? variable
  );
}

/** A place in words: `rhs:1+1`, `newlines of both lines`. */
export function placeWords(place: string): string {
  return place.startsWith('both:') ? `${place.slice(5).replaceAll('-', ' ')} of both lines` : place;
}

/** What the other program differs in, in words; where one place stands for a variable of two kinds of sources, the label says which. */
const sourceWords: Record<SourceEdit, string> = {
  rootDigit: 'another digit',
  movedRoot: 'moved root',
  redirectedLine: 'redirected line',
  redirectedQuery: 'another query',
  exchangedNames: 'exchanged names',
  unrelatedDigit: 'unrelated digit',
};

export interface HomeCurve {
  readonly id: string;
  /** The variable; with the kind of source, where another curve would be called the same. */
  readonly label: string;
  readonly home: VariableHome;
  readonly points: readonly (Reading & { readonly step: number })[];
}

const key = (one: Pick<InterchangeCell, 'variable' | 'source' | 'hops' | 'layer' | 'place'>): string =>
  `${one.variable} ${one.source} ${one.hops} ${one.layer} ${one.place}`;

/** How well every home stood for its variable at each checkpoint; earliest first. */
export function homeCurves(result: AbstractionResult, hops: number | null = null): readonly HomeCurve[] {
  const homes = result.homes.filter((home) => hops === null || home.hops === hops);
  const place = (home: VariableHome) => `${home.variable} ${home.hops} ${home.layer} ${home.place}`;
  return homes
    .map((home) => ({
      id: key(home),
      label: `${variableWords(home.variable)}${homes.some((other) => other !== home && place(other) === place(home)) ? `, ${sourceWords[home.source]}` : ''}`,
      home,
      points: result.checkpoints.flatMap((checkpoint) => {
        const cell = checkpoint.cells.find((one) => key(one) === key(home));
        return cell ? [{ step: checkpoint.step, ...cell.accuracy }] : [];
      }),
    }));
}
