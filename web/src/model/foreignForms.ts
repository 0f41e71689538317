/**
 * Lines as other languages would write them, told apart so that one sentence says what is not part of this one. The same forms and words as
 * Bindscope.Programs' ForeignForms; tests/fixtures/language.json holds both to them.
 */

const isSpace = (c: string): boolean => c === ' ' || c === '\t' || c === '\u00a0';
const compact = (row: string): string => row.replace(/[ \t\u00a0]/gu, '');
const ownForm = /^(?:[a-z]=[a-z0-9]|#[a-z]:)$/u;

/** Whether a line holds nothing, or spaces alone. */
export const isBlank = (row: string): boolean => compact(row) === '';

/** The 0-based column where a comment begins; -1 where there is none. */
export function commentIn(row: string): number {
  const after = (from: number): number => {
    const found = row.slice(from).search(/#|\/\/|\/\*/u);
    return found < 0 ? -1 : from + found;
  };
  const hash = /^[ \t\u00a0]*#/u.exec(row)?.[0].length;
  if (hash === undefined) return after(0);
  const end = after(hash);
  const rest = row.slice(hash, end < 0 ? undefined : end);
  const words = compact(rest);
  const isQuery = /^[A-Za-z]?:?[0-9]?$/u.test(words) || !([...rest].some(isSpace) || rest.includes('=') || words.length > 4);
  return isQuery ? end : hash - 1;
}

/** The variable that a line asks for in the words of another language (`print(j)`, `j=?`, `j?`); null where it is no such query. */
export function queryIn(row: string): string | null {
  const found =
    /^[ \t]*(?:print[ \t]*\(?[ \t]*([A-Za-z])[ \t]*\)?[ \t]*;?|([A-Za-z])[ \t]*=?[ \t]*\?|\?[ \t]*([A-Za-z]))[ \t]*$/u.exec(row);
  return (found?.[1] ?? found?.[2] ?? found?.[3])?.toLowerCase() ?? null;
}

/** Several assignments on one line: the 0-based column of the first separator, and the query among them; null where there is none. */
export function severalIn(row: string): { readonly column: number; readonly query: string | null } | null {
  const first = /^[ \t]*[A-Za-z][ \t]*=[ \t]*[A-Za-z0-9?]+[ \t]*[,;]/u.exec(row)?.[0];
  return first === undefined
    ? null
    : { column: first.length - 1, query: queryIn(row.replace(/[,; ]+$/u, '').split(/[,;]/u).at(-1) ?? '') };
}

/** The 0-based column of a constant's second digit; -1 where there is none. */
export const secondDigitIn = (row: string): number =>
  (/^([ \t]*[A-Za-z][ \t]*=[ \t]*[0-9])[0-9]+[ \t]*$/u.exec(row)?.[1] ?? '').length || -1;

/** The line without spaces and in lower case, where that makes it one of the language; null where it is wrong in another way, or right. */
export function correctionOf(row: string): { readonly line: string; readonly column: number; readonly message: string } | null {
  const line = compact(row).toLowerCase();
  if (line === row || !ownForm.test(line)) return null;
  const space = [...row].findIndex(isSpace);
  return space >= 0
    ? { line, column: space, message: `spaces are not part of the language: write ${line}` }
    : { line, column: row.search(/[A-Z]/u), message: `names are lower-case letters: write ${line}` };
}
