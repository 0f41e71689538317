import { percent } from './format';

/** A figure's numbers: what the table view shows and what the CSV holds. */
export interface TableColumn {
  label: string;
  /** How the table view writes a number; the CSV always has all its digits. */
  format?: (value: number) => string;
}

/** A column by its label alone, where numbers need no format. */
export type TableHead = string | TableColumn;

export type TableCell = number | string | boolean | null | undefined;

export interface FigureTable {
  columns: TableHead[];
  rows: TableCell[][];
}

/** Columns whose numbers are read as percents. */
export const percents = (...labels: string[]): TableColumn[] => labels.map((label) => ({ label, format: (value) => percent(value) }));

/** A share in four columns: its value, its interval, and the programs behind it. */
export const shareHeads: readonly TableHead[] = [...percents('share', 'low', 'high'), 'n'];

export function shareCells(share: { value: number; low: number; high: number; programs: number } | null | undefined): TableCell[] {
  return [share?.value, share?.low, share?.high, share?.programs];
}

const columnOf = (head: TableHead | undefined): TableColumn => (typeof head === 'object' ? head : { label: head ?? '' });

export const labelOf = (head: TableHead): string => columnOf(head).label;

function quoted(cell: TableCell): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table with a column that says of which step all of it is, where it has no steps of its own. */
export function withStep(table: FigureTable, step: number | null | undefined): FigureTable {
  if (step === null || step === undefined || table.columns.some((head) => /\bstep\b/u.test(labelOf(head)))) return table;
  return { columns: ['step', ...table.columns], rows: table.rows.map((row) => [step, ...row]) };
}

/** RFC 4180 with plain newlines. */
export function toCsv(table: FigureTable): string {
  return [table.columns.map(labelOf), ...table.rows].map((row) => row.map(quoted).join(',')).join('\n') + '\n';
}

export function shownCell(cell: TableCell, head: TableHead | undefined): string {
  const { format } = columnOf(head);
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'number') return format ? format(cell) : Number.isInteger(cell) ? String(cell) : cell.toPrecision(4).replace(/\.?0+$/, '');
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return cell.replaceAll('\n', '⏎');
}
