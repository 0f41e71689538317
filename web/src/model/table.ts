import { percent } from './format';

/** A figure's numbers: what the table view shows and what the CSV holds. */
export interface TableColumn {
  label: string;
  /** How the table view writes a number; the CSV always has all its digits. */
  format?: (value: number) => string;
  /** Stands in the CSV alone: the table view says it in the column before. */
  inFiles?: boolean;
}

/** A column by its label alone, where numbers need no format. */
export type TableHead = string | TableColumn;

/** A number that is written as somebody else wrote it. */
export interface WrittenNumber {
  readonly text: string;
  readonly value: number;
}

export type TableCell = number | string | boolean | WrittenNumber | null | undefined;

export interface FigureTable {
  /** What it shows, where the figure does not say it. */
  title?: string;
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

/** What a cell is worth where it is sorted and saved. */
const plain = (cell: TableCell): Exclude<TableCell, WrittenNumber> => (typeof cell === 'object' ? cell?.value : cell);

export const isNumber = (cell: TableCell): boolean => typeof plain(cell) === 'number';

/** Which column the rows are sorted by, and whether from the largest down. */
export interface RowOrder {
  readonly column: number;
  readonly down: boolean;
}

/** The rows in an order: numbers by their value, all else by its letters, what is missing last. */
export function inOrder(table: FigureTable, order: RowOrder | null): FigureTable {
  if (order === null) return table;
  const of = (row: readonly TableCell[]) => plain(row[order.column]) ?? null;
  const sign = order.down ? -1 : 1;
  const rows = [...table.rows].sort((first, second) => {
    const [a, b] = [of(first), of(second)];
    if (a === null || b === null || a === '' || b === '') return Number(a === null || a === '') - Number(b === null || b === '');
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true }));
  });
  return { ...table, rows };
}

function quoted(cell: TableCell): string {
  const value = plain(cell);
  if (value === null || value === undefined) return '';
  // A space is a space to whoever reads the file.
  const text = String(value).replaceAll('\u00a0', ' ');
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table with a column that says of which step all of it is, where it has no steps of its own. */
export function withStep(table: FigureTable, step: number | null | undefined): FigureTable {
  if (step === null || step === undefined || table.columns.some((head) => /\bstep\b/u.test(labelOf(head)))) return table;
  return { ...table, columns: ['step', ...table.columns], rows: table.rows.map((row) => [step, ...row]) };
}

/** RFC 4180 with plain newlines. */
export function toCsv(table: FigureTable): string {
  return [table.columns.map(labelOf), ...table.rows].map((row) => row.map(quoted).join(',')).join('\n') + '\n';
}

/** Several tables, each after a line with its title; one alone without. */
export function allToCsv(tables: readonly FigureTable[]): string {
  if (tables.length === 1) return tables.map(toCsv).join('');
  return tables.map((table) => `# ${(table.title ?? '').replaceAll('\n', ' ')}\n${table.columns.length > 0 ? toCsv(table) : ''}`).join('');
}

/** The columns that a table view shows, by their places. */
export const shownColumns = (table: FigureTable): number[] => table.columns.flatMap((head, at) => (typeof head === 'object' && head.inFiles ? [] : [at]));

export function shownCell(cell: TableCell, head: TableHead | undefined): string {
  const { format } = columnOf(head);
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'number') return format ? format(cell) : Number.isInteger(cell) ? String(cell) : cell.toPrecision(4).replace(/\.?0+$/, '');
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'object') return cell.text;
  return cell.replaceAll('\n', '⏎');
}
