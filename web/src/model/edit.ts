/** Edits of a program's text, one token at a time. */

import { parseProgram } from './language';

/** The text with the character at an index replaced. */
export const replaceAt = (text: string, index: number, character: string): string =>
  text.slice(0, index) + character + text.slice(index + 1);

/** The index of a line's column in a text (both 1-based); the end of that line, or of the text, where there is none. */
export function indexOf(text: string, line: number, column: number): number {
  const rows = text.split('\n');
  if (line > rows.length) {
    return text.length;
  }
  const before = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  return before + Math.min(column - 1, rows[line - 1]?.length ?? 0);
}

/** Line and column (1-based) of an index in a text. */
export function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

/** The characters that may stand at an index so that the text still is a program, in order; without the one that stands there. */
export function alternatives(text: string, index: number): readonly string[] {
  const now = text.charAt(index);
  if (!/[a-z0-9]/u.test(now)) {
    return [];
  }
  return [...digits, ...letters].filter((c) => c !== now && parseProgram(replaceAt(text, index, c)).program !== null);
}

/** The text with the token at an index moved on to the next (or previous) character that keeps it a program; null where there is none. */
export function cycled(text: string, index: number, by: 1 | -1): string | null {
  const now = text.charAt(index);
  const all = [...alternatives(text, index), now].sort((a, b) => (digits + letters).indexOf(a) - (digits + letters).indexOf(b));
  // A digit stays a digit: turning the wheel should not change what kind of line it is.
  const same = all.filter((c) => digits.includes(c) === digits.includes(now));
  const next = same[(same.indexOf(now) + by + same.length) % same.length];
  return next === undefined || next === now ? null : replaceAt(text, index, next);
}
