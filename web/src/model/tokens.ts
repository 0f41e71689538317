/** What every token of a program is for: its colour in text, graphs and axes, and the role by which analyses name it. */

import { isConstant, type Execution, type Program } from './language';

/** The part of its line that a token is. */
export type TokenPart = 'name' | 'equals' | 'right' | 'newline' | 'hash' | 'query' | 'colon';

/**
 * What a token does for the answer: the queried variable, a variable of its chain, the digit that is the answer, the same two off the chain,
 * or a sign that is in every program.
 */
export type TokenFamily = 'query' | 'chain' | 'answer' | 'distractor' | 'constant' | 'syntax';

export interface ProgramToken {
  readonly position: number;
  /** The character; a newline as it is. */
  readonly text: string;
  /** 1-based; the query's line is the number of assignments + 1. */
  readonly line: number;
  /** 1-based; a newline stands after its line. */
  readonly column: number;
  readonly part: TokenPart;
  readonly family: TokenFamily;
  /** Depth of its line on the query's chain, 1 at the root; null off the chain. */
  readonly depth: number | null;
  /** The role by which analyses name it (`rhs:1`, `query`, `colon`); null for all other tokens. */
  readonly role: string | null;
}

const lineParts: readonly TokenPart[] = ['name', 'equals', 'right', 'newline'];
const queryParts: readonly TokenPart[] = ['hash', 'query', 'colon'];

/** The tokens of a prompt, in order: four per line, then `#`, the queried variable and `:`. */
export function programTokens(program: Program, execution: Execution): readonly ProgramToken[] {
  const tokens: ProgramToken[] = [];
  for (const [i, { name, right }] of program.lines.entries()) {
    const line = i + 1;
    const place = execution.chainLines.indexOf(line);
    const depth = place < 0 ? null : place + 1;
    for (const [column, part] of lineParts.entries()) {
      tokens.push({
        position: 4 * i + column,
        text: [name, '=', right, '\n'][column] ?? '',
        line,
        column: column + 1,
        part,
        family: family(part, right, depth !== null),
        depth,
        role: part === 'right' && depth !== null ? `rhs:${depth}` : null,
      });
    }
  }
  const n = program.lines.length;
  for (const [column, part] of queryParts.entries()) {
    tokens.push({
      position: 4 * n + column,
      text: ['#', program.query, ':'][column] ?? '',
      line: n + 1,
      column: column + 1,
      part,
      family: part === 'query' ? 'query' : 'syntax',
      depth: null,
      role: part === 'query' || part === 'colon' ? part : null,
    });
  }
  return tokens;
}

function family(part: TokenPart, right: string, onChain: boolean): TokenFamily {
  if (part === 'name') {
    return onChain ? 'chain' : 'distractor';
  }
  if (part === 'right') {
    return isConstant(right) ? (onChain ? 'answer' : 'constant') : onChain ? 'chain' : 'distractor';
  }
  return 'syntax';
}

/** A token as an axis or a table writes it. */
export const tokenLabel = (text: string): string => (text === '\n' ? '⏎' : text);

/** A token in few words: its role, or its character and line. */
export const tokenName = (token: ProgramToken | undefined): string =>
  token === undefined ? '' : (token.role ?? `the ${token.part === 'newline' ? 'line break' : token.text} of line ${token.line}`);

/** What a token is, as a sentence part for a person: "rhs:2: line 3, right-hand side, depth 2 of 4 on the chain". */
export function tokenWords(token: ProgramToken, hops: number): string {
  if (token.part === 'query') {
    return 'the queried variable';
  }
  if (token.part === 'colon') {
    return 'the colon, where the answer is predicted';
  }
  if (token.part === 'hash') {
    return 'the sign that begins the query';
  }
  const part = { name: 'name', equals: 'equals sign', right: 'right-hand side', newline: 'newline' }[token.part];
  const chain =
    token.depth === null ? 'off the chain' : token.depth === 1 ? 'the root of the chain' : `depth ${token.depth} of ${hops} on the chain`;
  const words = `line ${token.line}, ${part}, ${chain}`;
  return token.role === null ? words : `${token.role}: ${words}`;
}

/** The roles of several tokens that are patched together, such as `span:3+span:4`; a role alone is its own. A number after the sign is an offset. */
export const partsOf = (role: string): readonly string[] => role.split(/\+(?=[a-z])/u);

const roleOrder = (role: string): number => {
  const parts = partsOf(role);
  if (parts.length > 1) {
    return Math.max(...parts.map(roleOrder)) + 1;
  }
  const match = /^rhs:(\d+)(?:\+(\d+))?$/u.exec(role);
  if (match) {
    return 10 * Number(match[1]) + Number(match[2] ?? 0);
  }
  const span = /^span:(\d+)$/u.exec(role);
  if (span) {
    return 10 * Number(span[1]) + 5;
  }
  // The other line that is the root in the source, and the root's name, stand before what follows from them.
  const other = /^other\.(?:(name)|rhs(?:\+(\d+))?)$/u.exec(role);
  if (other) {
    return other[1] ? 7 : 7.1 + Number(other[2] ?? 0) / 10;
  }
  return role === 'name:1' ? 6 : role === 'query' ? 10_000 : role === 'colon' ? 10_001 : role === 'end' ? 10_002 : 5_000;
};

/** Roles in the order of the digit's way. */
export const byRole = (a: string, b: string): number => roleOrder(a) - roleOrder(b);

/** A role as a sentence part. */
export function roleWords(role: string): string {
  const parts = partsOf(role);
  if (parts.length > 1) {
    return `${parts.map(roleWords).join('; and ')}: all of these together`;
  }
  const match = /^(rhs|name|newline):(\d+)(?:\+(\d+))?$/u.exec(role);
  if (match) {
    const part = { rhs: 'right-hand side', name: 'name', newline: 'newline' }[match[1] ?? ''] ?? 'token';
    const line = match[2] === '1' ? 'the line that holds the digit (depth 1)' : `the chain's line of depth ${match[2]}`;
    const after = match[3] ? `${match[3]} token${match[3] === '1' ? '' : 's'} after the ` : '';
    return `${after}${part} of ${line}`;
  }
  const span = /^span:(\d+)$/u.exec(role);
  if (span) {
    return `the right-hand side of the chain's line of depth ${span[1]} and the three tokens after it, together`;
  }
  if (role === 'end') {
    return 'the query: #, variable and colon, together';
  }
  const other = /^other\.(?:name|rhs(?:\+(\d+))?)$/u.exec(role);
  if (other) {
    const after = other[1] ? `${other[1]} token${other[1] === '1' ? '' : 's'} after the ` : '';
    return `${after}${role === 'other.name' ? 'name' : 'right-hand side'} of the line that is the root in the other program`;
  }
  return role === 'query' ? 'the queried variable' : role === 'colon' ? 'the colon, where the answer is predicted' : role;
}

/** The position of a role's token in a program; null where it has none. */
export function rolePosition(role: string, execution: Execution): number | null {
  const lines = execution.lines.length;
  if (role === 'query') {
    return 4 * lines + 1;
  }
  if (role === 'colon') {
    return 4 * lines + 2;
  }
  if (role === 'end') {
    return 4 * lines;
  }
  const match = /^(rhs|name|newline):(\d+)(?:\+(\d+))?$/u.exec(role.replace(/^span:/u, 'rhs:'));
  const line = match ? execution.chainLines[Number(match[2]) - 1] : undefined;
  if (!match || line === undefined) {
    return null;
  }
  const start = 4 * (line - 1) + { rhs: 2, name: 0, newline: 3 }[match[1] as 'rhs' | 'name' | 'newline'];
  const position = start + Number(match[3] ?? 0);
  return position < 4 * lines ? position : null;
}
