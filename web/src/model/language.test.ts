import { describe, expect, it } from 'vitest';
import { bindingsAfter, counterfactual, defaultCounterfactual, execute, parseProgram, programText, type Program } from './language';
import { byRole, programTokens, rolePosition, roleWords, tokenWords } from './tokens';

const companion = 'k=2\nj=k\nt=8\nb=j\ns=6\ng=8\nw=j\nr=8\nd=r\nj=b\ns=j\ns=5\nv=j\nz=b\nd=w\nz=2\n#d:';
const figure1 = 'k=2\nj=k\nt=8\nb=j\ns=t\nw=j\n#w:';
const appendix = 'a=1\nb=a\nd=2\ne=d\nc=b\nf=e\n#c:';

function read(text: string): Program {
  const parsed = parseProgram(text);
  if (parsed.program === null) {
    throw new Error(JSON.stringify(parsed.problems));
  }
  return parsed.program;
}

const problems = (text: string): string[] => parseProgram(text).problems.map((one) => `${one.line}:${one.column} ${one.message}`);

describe('execute', () => {
  it('follows the companion site’s example over reassigned names', () => {
    const run = execute(read(companion));
    expect(run).toMatchObject({ answer: 2, hops: 4, rootLine: 1, chainLines: [1, 2, 7, 15] });
    // `d` was assigned twice, and `w=j` read the `j` of line 2.
    expect(run.lines[8]).toEqual({ value: 8, depth: 2, rootLine: 8, references: 8 });
    expect(run.lines[6]?.references).toBe(2);
    // `s=j` on line 11 reads the later `j`: the example reaches depth 5 off the chain.
    expect(run.lines[10]).toEqual({ value: 2, depth: 5, rootLine: 1, references: 10 });
  });

  it('gives figure 1’s and the appendix’s answers', () => {
    expect(execute(read(figure1))).toMatchObject({ answer: 2, hops: 3, chainLines: [1, 2, 6] });
    expect(execute(read(appendix))).toMatchObject({ answer: 1, hops: 3, chainLines: [1, 2, 5] });
  });

  it('captures a value when its line runs', () => {
    expect(execute(read('k=2\nj=k\nj=7\nd=j\n#d:')).answer).toBe(7);
    expect(execute(read('k=2\nj=k\nd=j\nj=7\n#d:')).answer).toBe(2);
  });

  it('lists what is bound after each line', () => {
    const program = read('b=2\na=b\nb=7\n#a:');
    expect([...bindingsAfter(program, 0)]).toEqual([]);
    expect([...bindingsAfter(program, 2)]).toEqual([['a', 2], ['b', 1]]);
    expect([...bindingsAfter(program, 3)]).toEqual([['a', 2], ['b', 3]]);
  });
});

describe('parseProgram', () => {
  it('writes what it reads', () => {
    for (const text of [companion, figure1, appendix]) {
      expect(programText(read(text))).toBe(text);
    }
  });

  it('takes Windows line ends and blank lines at the end', () => {
    expect(programText(read('a=1\r\n#a:\r\n\r\n'))).toBe('a=1\n#a:');
  });

  it('takes a=a only where a is bound above', () => {
    expect(execute(read('a=1\na=a\n#a:')).hops).toBe(2);
    expect(problems('a=a\n#a:')).toEqual(['1:3 a is not bound above']);
  });

  it('says every problem with its place', () => {
    expect(problems('')).toEqual(['1:1 the program is empty']);
    expect(problems('a=1')).toEqual(['2:1 the query is missing: a last line such as #a:']);
    expect(problems('a=1\nb=c\nd=\n#e:')).toEqual([
      '2:3 c is not bound above',
      '3:3 expected a digit or a variable (a-z), found the end of the line',
      '4:2 e is not bound above',
    ]);
    expect(problems('a 1\n#a:')).toEqual(["1:2 expected '=', found a space"]);
    expect(problems('a=1\n#a\nb=2')).toEqual(["2:3 expected ':', found the end of the line", '3:1 nothing may follow the query']);
  });

  it('does not call a name unbound where a name above could not be read', () => {
    expect(problems('1=1\nb=a\n#b:')).toEqual(["1:1 expected a variable (a-z), found '1'"]);
  });
});

describe('counterfactual', () => {
  it('changes the root digit and nothing else', () => {
    const program = read(figure1);
    const other = counterfactual(program, execute(program), 9);
    expect(programText(other)).toBe(figure1.replace('k=2', 'k=9'));
    expect(execute(other)).toMatchObject({ answer: 9, hops: 3, chainLines: [1, 2, 6] });
  });

  it('is never the program itself by default', () => {
    for (let digit = 0; digit < 10; digit++) {
      const program = read(`a=${digit}\n#a:`);
      expect(execute(defaultCounterfactual(program, execute(program))).answer).not.toBe(digit);
    }
  });
});

describe('programTokens', () => {
  const program = read(companion);
  const run = execute(program);
  const tokens = programTokens(program, run);

  it('numbers 4 tokens a line and 3 of the query', () => {
    expect(tokens).toHaveLength(67);
    expect(tokens.map((token) => token.text).join('')).toBe(companion);
    expect(tokens.every((token, i) => token.position === i)).toBe(true);
  });

  it('names the tokens of the digit’s way', () => {
    expect(tokens.filter((token) => token.role !== null).map((token) => [token.position, token.role])).toEqual([
      [2, 'rhs:1'], [6, 'rhs:2'], [26, 'rhs:3'], [58, 'rhs:4'], [65, 'query'], [66, 'colon'],
    ]);
    for (const token of tokens) {
      if (token.role !== null) {
        expect(rolePosition(token.role, run)).toBe(token.position);
      }
    }
  });

  it('tells the chain from distractors, and the answer from other constants', () => {
    expect([0, 2, 4, 6, 8, 10, 12, 14, 65, 66].map((at) => tokens[at]?.family)).toEqual([
      'chain', 'answer', 'chain', 'chain', 'distractor', 'constant', 'distractor', 'distractor', 'query', 'syntax',
    ]);
  });

  it('describes tokens in words', () => {
    expect(tokenWords(tokens[2]!, run.hops)).toBe('rhs:1: line 1, right-hand side, the root of the chain');
    expect(tokenWords(tokens[58]!, run.hops)).toBe('rhs:4: line 15, right-hand side, depth 4 of 4 on the chain');
    expect(tokenWords(tokens[8]!, run.hops)).toBe('line 3, name, off the chain');
  });
});

describe('roles', () => {
  it('finds the tokens after a right-hand side, up to the last line', () => {
    const run = execute(read(figure1));
    expect(rolePosition('rhs:1+3', run)).toBe(5);
    expect(rolePosition('rhs:3+1', run)).toBe(23);
    expect(rolePosition('rhs:3+2', run)).toBeNull();
    expect(rolePosition('rhs:4', run)).toBeNull();
    expect(rolePosition('name:2', run)).toBe(4);
  });

  it('orders and words them along the digit’s way', () => {
    expect(['colon', 'rhs:2', 'query', 'rhs:1+3', 'rhs:1'].sort(byRole)).toEqual(['rhs:1', 'rhs:1+3', 'rhs:2', 'query', 'colon']);
    expect(['end', 'span:3+span:4', 'span:4', 'rhs:4', 'query'].sort(byRole)).toEqual(['rhs:4', 'span:4', 'span:3+span:4', 'query', 'end']);
    expect(roleWords('rhs:1+3+colon')).toMatch(/^3 tokens after the right-hand side .*; and the colon, .*: all of these together$/u);
    expect(rolePosition('span:1+span:2', execute(read(figure1)))).toBeNull();
    expect(roleWords('rhs:2+1')).toBe('1 token after the right-hand side of the chain’s line of depth 2'.replace('’', "'"));
  });
});
