/** A program's execution told line by line, for people who see such a program for the first time. */

import { bindingsAfter, isConstant, type Execution, type Program } from './language';

/** One step: what runs, and what is true after it. */
export interface Step {
  /** 0 before anything has run; the number of assignments + 1 when the query is answered. */
  readonly line: number;
  readonly sentence: string;
  /** What is bound after this step, in alphabetical order. */
  readonly bindings: readonly { readonly name: string; readonly value: number; readonly line: number; readonly changed: boolean }[];
  /** The line whose value this step reads; null where it reads none. */
  readonly reads: number | null;
}

const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

/** All steps of a program: before it starts, one per line, and the query. */
export function stepsOf(program: Program, execution: Execution): readonly Step[] {
  const n = program.lines.length;
  const steps: Step[] = [
    { line: 0, sentence: 'Nothing has run yet: no variable has a value.', bindings: [], reads: null },
  ];
  for (let line = 1; line <= n; line++) {
    steps.push({
      line,
      sentence: assignmentSentence(program, execution, line),
      bindings: [...bindingsAfter(program, line)].map(([name, at]) => ({
        name,
        line: at,
        value: execution.lines[at - 1]?.value ?? 0,
        changed: at === line,
      })),
      reads: execution.lines[line - 1]?.references ?? null,
    });
  }
  const path = [...execution.chainLines].reverse().map((line) => program.lines[line - 1]?.name ?? '');
  const way = [...path, String(execution.answer)].join(' → ');
  steps.push({
    line: n + 1,
    sentence:
      `The query asks for ${program.query}. Followed back: ${way}. That is ${execution.hops} ${execution.hops === 1 ? 'hop' : 'hops'}, `
      + `so the answer is ${execution.answer}, the digit of line ${execution.rootLine}.`,
    bindings: (steps[n]?.bindings ?? []).map((binding) => ({ ...binding, changed: false })),
    reads: execution.chainLines.at(-1) ?? null,
  });
  return steps;
}

function assignmentSentence(program: Program, execution: Execution, line: number): string {
  const assignment = program.lines[line - 1];
  const state = execution.lines[line - 1];
  if (!assignment || !state) {
    return '';
  }
  const { name, right } = assignment;
  const before = bindingsAfter(program, line - 1).get(name);
  const old = before === undefined ? undefined : execution.lines[before - 1]?.value;
  const again = old === undefined ? '' : ` It held ${old} until now; lines that copied that keep it.`;
  if (isConstant(right)) {
    return `Line ${line}: ${name} gets the digit ${right}.${again}`;
  }
  const source = state.references ?? 0;
  return `Line ${line}: ${right} was last set on line ${source} and holds ${state.value}, so ${name} now holds ${state.value} too.${again}`;
}

/** What a line means for the query, in a sentence. */
export function lineRole(program: Program, execution: Execution, line: number): string {
  const n = program.lines.length;
  if (line > n) {
    return `The query: the model must continue with ${execution.answer}.`;
  }
  const depth = execution.chainLines.indexOf(line) + 1;
  if (depth === 1) {
    return 'The root: the digit that answers the query stands here.';
  }
  if (depth > 1) {
    return `On the query's chain: depth ${depth} of ${execution.hops}.`;
  }
  const state = execution.lines[line - 1];
  const branch = state?.rootLine === execution.rootLine;
  return branch
    ? 'A distractor that branches off the chain: it holds the answer, but the query does not ask for it.'
    : 'A distractor: it has nothing to do with the answer.';
}

/** The lines that are not on the chain, as words. */
export function distractorWords(program: Program, execution: Execution): string {
  const lines = program.lines.map((_, i) => i + 1).filter((line) => !execution.chainLines.includes(line));
  return lines.length === 0 ? 'no distractors' : `${lines.length} ${lines.length === 1 ? 'distractor' : 'distractors'} (${lines.length === 1 ? 'line' : 'lines'} ${list(lines.map(String))})`;
}
