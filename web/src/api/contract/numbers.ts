/** What every number comes with, and the names by which tokens and groups of programs are called. */

/** A share of programs with Wilson's interval. */
export interface Proportion {
  value: number;
  low: number;
  high: number;
  programs: number;
}

/** A mean over programs with its bootstrap interval. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  programs: number;
}

/** A token by what it does in its program: `rhs:1`, `rhs:1+3`, `name:2`, `span:1` (`rhs:1` and the three tokens after it), `end` (`#`, query and colon), `query`, `colon`, `hash`, `line:3`, `line:3.newline`, `12`. */
export type TokenRole = string;

/** Where the answer stands: line 1, line 2 or a later line. */
export type AnswerLineGroup = 'first' | 'second' | 'later';
