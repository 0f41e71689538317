import { describe, expect, it } from 'vitest';
import { alternatives, cycled, indexOf, placeOf, replaceAt } from './edit';
import { execute, parseProgram, type Program } from './language';
import { distractorWords, lineRole, stepsOf } from './steps';

const text = 'k=2\nj=k\nj=7\nd=j\nx=k\n#d:';
const program = parseProgram(text).program as Program;
const run = execute(program);

describe('stepsOf', () => {
  const steps = stepsOf(program, run);

  it('has a step before, one per line and one for the query', () => {
    expect(steps.map((step) => step.line)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('says what is read and what changes', () => {
    expect(steps[1]?.sentence).toBe('Line 1: k gets the digit 2.');
    expect(steps[2]).toMatchObject({ reads: 1, sentence: 'Line 2: k was last set on line 1 and holds 2, so j now holds 2 too.' });
    expect(steps[3]?.sentence).toBe('Line 3: j gets the digit 7. It held 2 until now; lines that copied that keep it.');
    expect(steps[3]?.bindings).toEqual([
      { name: 'j', value: 7, line: 3, changed: true },
      { name: 'k', value: 2, line: 1, changed: false },
    ]);
  });

  it('ends with the chain and the answer', () => {
    expect(steps.at(-1)).toMatchObject({
      reads: 4,
      sentence: 'The query asks for d. Followed back: d → j → 7. That is 2 hops, so the answer is 7, the digit of line 3.',
    });
  });
});

describe('lineRole', () => {
  it('tells root, chain, branch and stranger apart', () => {
    expect(lineRole(program, run, 3)).toContain('The root');
    expect(lineRole(program, run, 4)).toBe("On the query's chain: depth 2 of 2.");
    expect(lineRole(program, run, 1)).toBe('A distractor: it has nothing to do with the answer.');
    const branching = parseProgram('a=1\nb=a\nc=a\n#b:').program as Program;
    expect(lineRole(branching, execute(branching), 3)).toContain('branches off the chain');
    expect(distractorWords(program, run)).toBe('3 distractors (lines 1, 2 and 5)');
  });
});

describe('edit', () => {
  it('finds places and back', () => {
    expect(indexOf(text, 2, 3)).toBe(6);
    expect(placeOf(text, 6)).toEqual({ line: 2, column: 3 });
    expect(indexOf(text, 99, 1)).toBe(text.length);
    expect(replaceAt('a=1', 2, '5')).toBe('a=5');
  });

  it('offers only what keeps the text a program', () => {
    expect(alternatives(text, 6)).toEqual([...'0123456789']);
    expect(alternatives(text, 1)).toEqual([]);
    // x may read d, j or k, or hold a digit.
    expect(alternatives(text, indexOf(text, 5, 3))).toEqual([...'0123456789', 'd', 'j']);
  });

  it('turns a token to the next of its kind', () => {
    expect(cycled(text, 2, 1)).toBe(text.replace('k=2', 'k=3'));
    expect(cycled('a=9\n#a:', 2, 1)).toBe('a=0\n#a:');
    expect(cycled(text, indexOf(text, 5, 3), -1)).toBe(text.replace('x=k', 'x=j'));
    expect(cycled('a=1\n#a:', 5, 1)).toBeNull();
  });
});
