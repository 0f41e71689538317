import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultCounterfactual, execute, parseProgram, programText } from './language';

/** Programs, answers and errors that the C# parser and interpreter are held to as well. */
interface Fixture {
  readonly programs: readonly {
    readonly text: string;
    readonly canonical: string;
    readonly answer: number;
    readonly hops: number;
    readonly rootLine: number;
    readonly chainLines: readonly number[];
    readonly counterfactual: string;
  }[];
  readonly refused: readonly { readonly text: string; readonly problems: readonly string[] }[];
}

const fixture = JSON.parse(readFileSync(new URL('../../../tests/fixtures/language.json', import.meta.url), 'utf8')) as Fixture;

describe('the language as both parsers have it', () => {
  it.each(fixture.programs)('runs $canonical', (expected) => {
    const { program } = parseProgram(expected.text);
    if (program === null) throw new Error('refused');
    const run = execute(program);
    expect(programText(program)).toBe(expected.canonical);
    expect({ answer: run.answer, hops: run.hops, rootLine: run.rootLine, chainLines: run.chainLines }).toEqual({
      answer: expected.answer, hops: expected.hops, rootLine: expected.rootLine, chainLines: expected.chainLines,
    });
    expect(programText(defaultCounterfactual(program, run))).toBe(expected.counterfactual);
  });

  it.each(fixture.refused)('refuses $text', ({ text, problems }) => {
    expect(parseProgram(text).problems.map((one) => `${one.line}:${one.column} ${one.message}`)).toEqual(problems);
  });
});
