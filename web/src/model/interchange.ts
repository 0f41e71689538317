/** Every variable of the interpreter at every layer and place of the last checkpoint, as grids. */

import type { AbstractionResult, InterchangeCell } from '../api/contract.g';
import { byRole } from './tokens';

const order = [/^value:/, /^refers-to:/, /^root-line$/, /^queried-name$/, /^bound-names$/, /^answer$/, /^unrelated$/];

/** What a variable means for the interpreter, and what its rival is. */
export function variableExplanation(variable: string): string {
  if (variable.startsWith('value:')) return 'the digit that this line resolves to';
  if (variable.startsWith('refers-to:')) return 'the name on the right of this line: an address, whose value is looked up in the base';
  switch (variable) {
    case 'root-line':
      return 'the line on which the root stands: an address, whose digit is looked up in the base';
    case 'queried-name':
      return 'the name that is asked for: an address, whose value is looked up in the base';
    case 'bound-names':
      return 'the names that two lines bind, exchanged';
    case 'answer':
      return 'the value that is asked for';
    case 'unrelated':
      return 'a digit that the answer does not depend on: must be about 0';
    default:
      return '';
  }
}

/** Variables of the result: values, addresses, the answer, the control; by depth. */
export function variablesOf(result: AbstractionResult): string[] {
  const place = (variable: string) => {
    const at = order.findIndex((pattern) => pattern.test(variable));
    return (at < 0 ? order.length : at) * 100 + Number(/:(\d+)$/.exec(variable)?.[1] ?? 0);
  };
  return [...new Set(result.cells.map((cell) => cell.variable))].sort((a, b) => place(a) - place(b));
}

/** Hops of the programs in which a variable was looked for. */
export function interchangeHops(result: AbstractionResult, variable: string): number[] {
  return [...new Set(result.cells.filter((cell) => cell.variable === variable).map((cell) => cell.hops))].sort((a, b) => a - b);
}

/** One variable's accuracy at every layer and place. */
export interface InterchangeGrid {
  readonly layers: readonly number[];
  readonly places: readonly string[];
  /** By `place/layer`. */
  readonly cells: ReadonlyMap<string, InterchangeCell>;
  /** The cell of most accuracy entering layer 2 or later, where something was computed and not just written. */
  readonly best: InterchangeCell | null;
}

/** The grid of a variable in programs of one number of hops; of several kinds of source that tell it, the first. */
export function interchangeGrid(result: AbstractionResult, variable: string, hops: number): InterchangeGrid {
  const all = result.cells.filter((cell) => cell.variable === variable && cell.hops === hops);
  const cells = all.filter((cell) => cell.source === all[0]?.source);
  const computed = cells.filter((cell) => cell.layer >= 2);
  return {
    layers: [...new Set(cells.map((cell) => cell.layer))].sort((a, b) => a - b),
    places: [...new Set(cells.map((cell) => cell.place))].sort(byRole),
    cells: new Map(cells.map((cell) => [`${cell.place}/${cell.layer}`, cell])),
    best: computed.reduce<InterchangeCell | null>(
      (best, cell) => (best === null || cell.accuracy.value > best.accuracy.value ? cell : best),
      null,
    ),
  };
}

/** A variable's cell of most accuracy in programs of any number of hops; null where it was looked for in the input alone. */
export function bestPlace(result: AbstractionResult, variable: string): InterchangeCell | null {
  return interchangeHops(result, variable)
    .map((hops) => interchangeGrid(result, variable, hops).best)
    .reduce<InterchangeCell | null>((most, cell) => (cell && (!most || cell.accuracy.value > most.accuracy.value) ? cell : most), null);
}
