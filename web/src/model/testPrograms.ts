import { execute, parseProgram } from './language';

/** What one line of a program binds. Lines are 1-based, as people count them. */
export interface TestLine {
  readonly name: string;
  readonly value: number;
  readonly depth: number;
  readonly rootLine: number;
}

/** A program of the test set with everything that can be said of it without a model. */
export interface TestProgram {
  /** Its place in the test set, 0-based. */
  readonly index: number;
  readonly text: string;
  readonly query: string;
  readonly lines: readonly TestLine[];
  readonly answer: number;
  readonly hops: number;
  readonly answerLine: number;
  /** Line of the queried name's last assignment. */
  readonly queryLine: number;
  /** Lines of the chain, from the root to the query. */
  readonly chain: readonly number[];
}

/** Runs a program of the test set, such as `k=2\nj=k\n#j:`. The test set holds only programs that run; anything else throws. */
export function traceTestProgram(index: number, text: string): TestProgram {
  const { program, problems } = parseProgram(text);
  if (program === null) {
    throw new RangeError(`program ${index}: ${problems.map((problem) => problem.message).join('; ')}`);
  }
  const { answer, hops, rootLine, chainLines, lines } = execute(program);
  return {
    index,
    text,
    query: program.query,
    lines: lines.map(({ value, depth, rootLine: root }, i) => ({ name: program.lines[i]?.name ?? '', value, depth, rootLine: root })),
    answer,
    hops,
    answerLine: rootLine,
    queryLine: chainLines.at(-1) ?? rootLine,
    chain: chainLines,
  };
}

/** The digits of a program's constant lines, in reading order. */
export function constants(program: TestProgram): number[] {
  return program.lines.filter((line) => line.depth === 1).map((line) => line.value);
}
