/** A figure's numbers: what the table view shows and what the CSV holds. */
export interface TableColumn {
  label: string;
  /** How the table view writes a number; the CSV always has all its digits. */
  format?: (value: number) => string;
}

export type TableCell = number | string | boolean | null | undefined;

export interface FigureTable {
  columns: TableColumn[];
  rows: TableCell[][];
}

function quoted(cell: TableCell): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180 with plain newlines. */
export function toCsv(table: FigureTable): string {
  return [table.columns.map((column) => column.label), ...table.rows].map((row) => row.map(quoted).join(',')).join('\n') + '\n';
}

export function shownCell(cell: TableCell, column: TableColumn | undefined): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'number') return column?.format ? column.format(cell) : Number.isInteger(cell) ? String(cell) : cell.toPrecision(4).replace(/\.?0+$/, '');
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return cell.replaceAll('\n', '⏎');
}
