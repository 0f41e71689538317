/** An analysis's own tables, which the terminal prints, the report holds and `--csv` writes. */

import type { Cell, View } from '../api/contract.g';
import { unbrokenIn } from './format';
import type { FigureTable, TableCell, TableColumn } from './table';

/** The tables that a figure asks for by their keys, in that order. */
export const viewsOf =
  (...keys: readonly string[]) =>
  (all: readonly View[]): readonly View[] =>
    keys.flatMap((key) => all.filter((one) => one.key === key));

/** The rows that are of a step. */
export function ofStep(all: readonly View[], step: number): readonly View[] {
  return all.map((one) => {
    const at = one.columns.indexOf('step');
    return { ...one, rows: one.rows.filter((row) => row[at]?.value === step) };
  });
}

/** A table as figures show it: cells as in the terminal, and in files the ends of intervals in columns of their own, as `--csv` writes them. */
export function tableOf(given: View): FigureTable {
  const view = unbrokenIn(given);
  const columns = view.columns.map((label, at) => {
    const has = (part: 'low' | 'programs') => view.rows.some((row) => row[at]?.[part] !== undefined);
    const parts: { of: (cell: Cell) => TableCell; head: TableColumn }[] = [{ of: shownOf, head: { label } }];
    if (has('low')) {
      parts.push({ of: (cell) => cell.low, head: { label: `${label} low`, inFiles: true } }, { of: (cell) => cell.high, head: { label: `${label} high`, inFiles: true } });
    }
    if (has('programs')) parts.push({ of: (cell) => cell.programs, head: { label: `${label} n` } });
    return parts;
  });
  return {
    title: view.title,
    columns: columns.flat().map(({ head }) => head),
    rows: view.rows.map((row) => columns.flatMap((parts, at) => parts.map(({ of }) => (row[at] ? of(row[at]) : null)))),
  };
}

const shownOf = ({ text, value }: Cell): TableCell => (value === undefined ? text : { text, value });
