/**
 * The language in TypeScript, so that a program can be read, checked and drawn without a server: lines `name=right`, then `#name:`.
 * Lines are 1-based, token positions and columns in messages as the server counts them (positions 0-based, columns 1-based).
 */

export interface ProgramProblem {
  line: number;
  column: number;
  message: string;
}

export interface ExecutedLine {
  /** 1-based. */
  line: number;
  name: string;
  right: string;
  value: number;
  /** 1 for a constant. */
  depth: number;
  rootLine: number;
  /** The line that bound the variable on the right-hand side; null for a constant. */
  references: number | null;
}

export interface ExecutedProgram {
  text: string;
  query: string;
  answer: number;
  hops: number;
  rootLine: number;
  /** Root to query. */
  chainLines: number[];
  lines: ExecutedLine[];
}

export type Parsed = { program: ExecutedProgram; problems: [] } | { program: null; problems: ProgramProblem[] };

const maximumProblems = 8;

/** Lines may be separated by newlines, spaces, commas or semicolons; what stands after the query's colon (an answer) is refused. */
export function tidy(text: string): string {
  return text
    .trim()
    .split(/[\s,;]+/)
    .filter((line) => line.length > 0)
    .join('\n');
}

export function parse(input: string): Parsed {
  const text = tidy(input);
  const problems: ProgramProblem[] = [];
  const say = (line: number, column: number, message: string) => {
    if (problems.length < maximumProblems) problems.push({ line, column, message });
  };
  const rows = text.length === 0 ? [] : text.split('\n');
  const lines: ExecutedLine[] = [];
  const bindings = new Map<string, ExecutedLine>();
  let query: string | null = null;
  rows.forEach((row, index) => {
    const line = index + 1;
    const last = index === rows.length - 1;
    if (row.startsWith('#')) {
      if (!last) say(line, 1, 'the query `#name:` must be the last line');
      else if (!/^#[a-z]:$/.test(row)) say(line, 2, 'a query is `#`, one variable a-z and `:`');
      else {
        query = row.charAt(1);
        if (!bindings.has(query)) say(line, 2, `the queried variable ${query} is never assigned`);
      }
      return;
    }
    if (!/^[a-z]$/.test(row.charAt(0))) {
      say(line, 1, `a line starts with one variable a-z, not '${row.charAt(0)}'`);
      return;
    }
    if (row.charAt(1) !== '=') {
      say(line, 2, row.length < 2 ? 'after the variable comes `=`' : `after the variable comes \`=\`, not '${row.charAt(1)}'`);
      return;
    }
    const right = row.charAt(2);
    if (!/^[a-z0-9]$/.test(right)) {
      say(line, 3, 'after `=` comes one digit or one variable');
      return;
    }
    if (row.length > 3) {
      say(line, 4, 'a line has one digit or one variable after `=` and nothing more');
      return;
    }
    const name = row.charAt(0);
    let executed: ExecutedLine;
    if (/[0-9]/.test(right)) {
      executed = { line, name, right, value: Number(right), depth: 1, rootLine: line, references: null };
    } else {
      const bound = bindings.get(right);
      if (!bound) {
        say(line, 3, `variable ${right} is not assigned before this line`);
        // Its later uses are not mistakes of their own.
        executed = { line, name, right, value: 0, depth: 1, rootLine: line, references: null };
      } else {
        executed = { line, name, right, value: bound.value, depth: bound.depth + 1, rootLine: bound.rootLine, references: bound.line };
      }
    }
    lines.push(executed);
    bindings.set(name, executed);
  });
  if (rows.length === 0) say(1, 1, 'a program has at least one line such as `a=1`, then a query `#a:`');
  else if (query === null && problems.length === 0) say(rows.length + 1, 1, 'the last line must be a query such as `#a:`');
  if (problems.length > 0) return { program: null, problems };
  const root = bindings.get(query as unknown as string) as ExecutedLine;
  const chainLines: number[] = [];
  for (let at: ExecutedLine | undefined = root; at; at = at.references === null ? undefined : lines[at.references - 1]) chainLines.unshift(at.line);
  return {
    program: {
      text,
      query: query as unknown as string,
      answer: root.value,
      hops: root.depth,
      rootLine: root.rootLine,
      chainLines,
      lines,
    },
    problems: [],
  };
}

/** The program with another digit at its root: the counterfactual of the paper. The digit is the next one by default. */
export function withRootDigit(program: ExecutedProgram, digit = (program.answer + 1) % 10): string {
  const rows = program.text.split('\n');
  const root = program.lines[program.rootLine - 1];
  if (root) rows[program.rootLine - 1] = `${root.name}=${digit}`;
  return rows.join('\n');
}

export type RoleClass = 'root' | 'chain' | 'query' | 'distractor' | 'digit' | 'punctuation';

export interface ProgramToken {
  /** 0-based. */
  position: number;
  text: string;
  /** 1-based; the query's line is the number of lines + 1. */
  line: number;
  /** Where it stands in the line: 0 name or #, 1 = or the queried name, 2 right or colon, 3 newline. */
  part: number;
  role: RoleClass;
  /** The name of the token's role in a patch, where it has one: `rhs:2`, `query`, `colon`. */
  tokenRole: string | null;
}

/** Every token of the prompt with its part in the program: 4n + 3 of them. */
export function tokens(program: ExecutedProgram): ProgramToken[] {
  const result: ProgramToken[] = [];
  const depthOf = new Map(program.chainLines.map((line, index) => [line, index + 1]));
  const add = (text: string, line: number, part: number, role: RoleClass, tokenRole: string | null = null) =>
    result.push({ position: result.length, text, line, part, role, tokenRole });
  for (const one of program.lines) {
    const depth = depthOf.get(one.line);
    const onChain = depth !== undefined;
    const isRoot = one.line === program.rootLine;
    add(one.name, one.line, 0, onChain ? 'chain' : 'distractor', onChain ? `name:${depth}` : null);
    add('=', one.line, 1, 'punctuation');
    add(one.right, one.line, 2, isRoot ? 'root' : onChain ? 'chain' : one.references === null ? 'digit' : 'distractor', onChain ? `rhs:${depth}` : null);
    add('\n', one.line, 3, 'punctuation', onChain ? `newline:${depth}` : null);
  }
  const last = program.lines.length + 1;
  add('#', last, 0, 'punctuation', 'hash');
  add(program.query, last, 1, 'query', 'query');
  add(':', last, 2, 'punctuation', 'colon');
  return result;
}

/** `k=2,j=k,?j`: a program in an address, readable and without characters that addresses escape. */
export function toAddress(text: string): string {
  return text.replace(/#([a-z]):$/, '?$1').split('\n').join(',');
}

export function fromAddress(text: string): string {
  return text.split(',').join('\n').replace(/\?([a-z])$/, '#$1:');
}
