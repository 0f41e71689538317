/** A program, as the interpreter sees it: POST api/program and api/program/random. */

export interface ProgramLine {
  name: string;
  right: string;
  value: number;
  depth: number;
  rootLine: number;
  /** The line that bound the variable on the right-hand side; null for a constant. */
  references: number | null;
}

export interface CounterfactualProgram {
  text: string;
  answer: number;
}

export interface ProgramRequest {
  text: string;
  source?: string;
}

export interface ProgramResponse {
  text: string;
  query: string;
  answer: number;
  hops: number;
  rootLine: number;
  chainLines: number[];
  lines: ProgramLine[];
  counterfactual: CounterfactualProgram | null;
  counterfactuals: CounterfactualProgram[];
}

export interface RandomProgramRequest {
  run: string;
  hops?: number;
  answerLine?: number;
  seed?: number;
}

export interface RandomProgramResponse {
  text: string;
  source: string;
}
