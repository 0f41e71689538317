/**
 * The language of symbolic programs, as the C# project reads and runs it (Bindscope.Programs): the browser parses what a person types without
 * asking the server, and knows what every token is for. Lines are 1-based, token positions 0-based. tests/fixtures/language.json holds both to
 * the same programs, answers and errors.
 */
import { defaultShift, digitCount } from '../api/constants.g';
import { commentIn, correctionOf, isBlank, queryIn, secondDigitIn, severalIn } from './foreignForms';

/** One line `name=right`; right is a digit or a name. */
export interface Assignment {
  readonly name: string;
  readonly right: string;
}

/** A program: its assignments, then the queried variable. */
export interface Program {
  readonly lines: readonly Assignment[];
  readonly query: string;
}

/** One thing that is wrong with a text; line and column are 1-based. */
export interface ProgramProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Parsed =
  | { readonly program: Program; readonly problems: readonly [] }
  | { readonly program: null; readonly problems: readonly ProgramProblem[] };

/** What a line's variable holds once the line has run. */
export interface LineState {
  readonly value: number;
  /** Assignments from this line to its digit; 1 for a line that holds a digit. */
  readonly depth: number;
  readonly rootLine: number;
  /** The line whose binding the right-hand side read; null for a digit. */
  readonly references: number | null;
}

export interface Execution {
  readonly answer: number;
  readonly hops: number;
  readonly rootLine: number;
  /** From the root to the line that binds the queried variable. */
  readonly chainLines: readonly number[];
  readonly lines: readonly LineState[];
}

const isName = (c: string | undefined): boolean => c !== undefined && c >= 'a' && c <= 'z' && c.length === 1;
const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9' && c.length === 1;

/** Whether a right-hand side is a digit. */
export const isConstant = (right: string): boolean => isDigit(right);

interface Place {
  readonly belongs: (c: string) => boolean;
  readonly words: string;
}

const assignmentForm: readonly Place[] = [
  { belongs: isName, words: 'a variable (a-z)' },
  { belongs: (c) => c === '=', words: "'='" },
  { belongs: (c) => isName(c) || isDigit(c), words: 'a digit or a variable (a-z)' },
];

const queryForm: readonly Place[] = [
  { belongs: (c) => c === '#', words: "'#'" },
  { belongs: isName, words: 'a variable (a-z)' },
  { belongs: (c) => c === ':', words: "':'" },
];

function shown(c: string): string {
  if (c === ' ') return 'a space';
  if (c === '\t') return 'a tab';
  const code = c.codePointAt(0) ?? 0;
  return code < 32 || code === 127 || /\s/u.test(c) ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : `'${c}'`;
}

/** Reads a program and reports everything that is wrong with it at once, with the words and places of the C# parser. */
export function parseProgram(text: string): Parsed {
  const all = text.replace(/\r\n|\r/gu, '\n').split('\n');
  const rows = all.slice(0, all.findLastIndex((row) => !isBlank(row)) + 1);
  if (rows.length === 0) {
    return { program: null, problems: [{ line: 1, column: 1, message: 'the program is empty' }] };
  }

  const problems: ProgramProblem[] = [];
  const lines: Assignment[] = [];
  const bound = new Set<string>();
  let someNameIsUnreadable = false;
  let query: string | null = null;
  let queryIsRead = false;
  const report = (line: number, column: number, message: string): void => {
    problems.push({ line, column, message });
  };

  // Only the first wrong character is reported; those behind it are often only shifted.
  const hasForm = (number: number, row: string, form: readonly Place[]): boolean => {
    for (const [i, place] of form.entries()) {
      const c = row[i];
      if (c === undefined || !place.belongs(c)) {
        report(number, i + 1, `expected ${place.words}, found ${c === undefined ? 'the end of the line' : shown(c)}`);
        return false;
      }
    }
    const extra = row[form.length];
    if (extra !== undefined) {
      report(number, form.length + 1, `expected the end of the line, found ${shown(extra)}`);
      return false;
    }
    return true;
  };

  // A variable is known to be unbound only while every name above it could be read.
  const expectBound = (number: number, column: number, name: string): void => {
    if (isName(name) && !bound.has(name) && !someNameIsUnreadable) {
      report(number, column, `${name} is not bound above`);
    }
  };

  const read = (number: number, row: string): void => {
    if (row.startsWith('#')) {
      queryIsRead = true;
      if (hasForm(number, row, queryForm)) {
        query = row.charAt(1);
        expectBound(number, 2, query);
      }
      return;
    }
    const second = secondDigitIn(row);
    if (second >= 0) {
      report(number, second + 1, 'a constant is one digit (0-9)');
    } else if (hasForm(number, row, assignmentForm)) {
      expectBound(number, 3, row.charAt(2));
      lines.push({ name: row.charAt(0), right: row.charAt(2) });
    }
    // Bound only now that its own right-hand side was read: a=a needs an earlier a.
    bound.add(row.charAt(0));
    someNameIsUnreadable ||= !isName(row.charAt(0));
  };

  let isFollowed = false;
  let hasComment = false;
  for (const [i, whole] of rows.entries()) {
    const number = i + 1;
    let row = whole;
    const comment = commentIn(row);
    if (comment >= 0) {
      // Said once; the line counts without it.
      if (!hasComment) report(number, comment + 1, 'comments are not part of the language');
      hasComment = true;
      row = row.slice(0, comment).trimEnd();
      if (isBlank(row)) continue;
    }

    const asked = queryIn(row);
    const several = severalIn(row);
    const correction = correctionOf(row);
    if (queryIsRead) {
      if (!isFollowed) report(number, 1, 'nothing may follow the query');
      isFollowed = true;
    } else if (isBlank(row)) {
      report(number, 1, 'blank lines may stand after the query only');
    } else if (asked !== null) {
      queryIsRead = true;
      report(number, 1, `the query is written #${asked}:`);
    } else if (several !== null) {
      queryIsRead = several.query !== null;
      someNameIsUnreadable = true;
      const end = several.query === null ? '' : `, and the query is written #${several.query}:`;
      report(number, several.column + 1, `each assignment stands on a line of its own${end}`);
    } else if (correction !== null) {
      report(number, correction.column + 1, correction.message);
      read(number, correction.line);
    } else {
      read(number, row);
    }
  }

  if (!queryIsRead) {
    report(rows.length + 1, 1, 'the query is missing: a last line such as #a:');
  }
  return problems.length === 0 && query !== null ? { program: { lines, query }, problems: [] } : { program: null, problems };
}

/** The program's text, as the model reads it: no newline at the end, no answer. */
export const programText = (program: Program): string =>
  program.lines.map((line) => `${line.name}=${line.right}\n`).join('') + `#${program.query}:`;

/**
 * Runs a program. A line captures the value that its right-hand side has at that moment; binding that variable again later changes nothing.
 * @throws RangeError where a variable is not bound above; a parsed program has none.
 */
export function execute(program: Program): Execution {
  const states: LineState[] = [];
  const boundBy = new Map<string, number>();
  for (const [i, { name, right }] of program.lines.entries()) {
    const line = i + 1;
    if (isConstant(right)) {
      states.push({ value: Number(right), depth: 1, rootLine: line, references: null });
    } else {
      const from = boundBy.get(right);
      const source = from === undefined ? undefined : states[from - 1];
      if (from === undefined || source === undefined) {
        throw new RangeError(`line ${line}, column 3: ${right} is not bound above`);
      }
      states.push({ value: source.value, depth: source.depth + 1, rootLine: source.rootLine, references: from });
    }
    boundBy.set(name, line);
  }

  const queried = boundBy.get(program.query);
  const end = queried === undefined ? undefined : states[queried - 1];
  if (queried === undefined || end === undefined) {
    throw new RangeError(`line ${program.lines.length + 1}, column 2: ${program.query} is not bound above`);
  }
  const chainLines: number[] = [];
  for (let line: number | null = queried; line !== null; line = states[line - 1]?.references ?? null) {
    chainLines.unshift(line);
  }
  return { answer: end.value, hops: end.depth, rootLine: end.rootLine, chainLines, lines: states };
}

/** The bindings that are alive after the first `count` lines, by name: the line that binds it last. */
export function bindingsAfter(program: Program, count: number): ReadonlyMap<string, number> {
  const bindings = new Map<string, number>();
  for (const [i, line] of program.lines.slice(0, count).entries()) {
    bindings.set(line.name, i + 1);
  }
  return new Map([...bindings].sort(([a], [b]) => a.localeCompare(b)));
}

/** The same program with its root digit changed: the counterfactual of the paper. */
export function counterfactual(program: Program, execution: Execution, digit: number): Program {
  return {
    query: program.query,
    lines: program.lines.map((line, i) => (i + 1 === execution.rootLine ? { name: line.name, right: String(digit) } : line)),
  };
}

/** The counterfactual that a page shows until a person chooses another: C#'s Counterfactual.Default, which a page must know without a server. */
export const defaultCounterfactual = (program: Program, execution: Execution): Program =>
  counterfactual(program, execution, (execution.answer + defaultShift) % digitCount);
