/**
 * The language in TypeScript, so that a program can be read, checked and drawn without a server: lines `name=right`, then `#name:`.
 * Lines are 1-based, token positions and columns in messages as the server counts them (positions 0-based, columns 1-based).
 */

import type { ProgramDescription, ProgramLine } from '../api/contract.g';
import { type Assignment, defaultCounterfactual, execute, parseProgram, type ProgramProblem, programText } from './language';
import { programTokens, type TokenFamily } from './tokens';

export type { ProgramProblem };

/** A line, with its number. */
export type ExecutedLine = ProgramLine & { line: number };

/** What the server says of a program without a model, but counterfactuals. */
export type ExecutedProgram = Omit<ProgramDescription, 'lines' | 'counterfactual' | 'counterfactuals'> & { lines: ExecutedLine[] };

export type Parsed = { program: ExecutedProgram; problems: readonly [] } | { program: null; problems: readonly ProgramProblem[] };

/** Lines may be separated by newlines, spaces, commas or semicolons, and the query may stand as addresses write it (`?b`); what follows it is refused. */
export function tidy(text: string): string {
  return text
    .trim()
    .split(/[\s,;]+/)
    .filter((line) => line.length > 0)
    .map((line) => line.replace(/^\?([a-z])$/u, '#$1:'))
    .join('\n');
}

/** Reads and runs a program as a person may write it. */
export function parse(input: string): Parsed {
  const text = tidy(input);
  const parsed = parseProgram(text);
  if (parsed.program === null) return parsed;
  const run = execute(parsed.program);
  const lines = run.lines.map((state, index) => ({ line: index + 1, ...(parsed.program.lines[index] as Assignment), ...state }));
  return { program: { ...run, text, query: parsed.program.query, lines }, problems: [] };
}

/** The text of a program's default counterfactual. */
export function defaultSource(program: ExecutedProgram): string {
  return programText(defaultCounterfactual(program, program));
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

const roles: Record<TokenFamily, RoleClass> = {
  answer: 'root', chain: 'chain', query: 'query', distractor: 'distractor', constant: 'digit', syntax: 'punctuation',
};

/** Every token of the prompt with its part in the program: 4n + 3 of them. */
export function tokens(program: ExecutedProgram): ProgramToken[] {
  return programTokens(program, program).map(({ position, text, line, column, part, family, depth, role }) => ({
    position,
    text,
    line,
    part: column - 1,
    role: roles[family],
    tokenRole: role ?? (part === 'hash' ? part : depth !== null && (part === 'name' || part === 'newline') ? `${part}:${depth}` : null),
  }));
}

/** `k=2,j=k,?j`: a program in an address, readable and without characters that addresses escape. */
export function toAddress(text: string): string {
  return text.replace(/#([a-z]):$/, '?$1').split('\n').join(',');
}

export function fromAddress(text: string): string {
  return text.split(',').join('\n').replace(/\?([a-z])$/, '#$1:');
}

/** The shell command that writes a program into a file. */
export function shellFile(text: string, file: string): string {
  return `printf '${text.replaceAll('\n', '\\n')}' > ${file}`;
}
