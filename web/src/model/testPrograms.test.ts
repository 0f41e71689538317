import { describe, expect, it } from 'vitest';
import { attributes, attributeOf, crossTable, outcomeOf } from './attributes';
import { constants, traceTestProgram } from './testPrograms';

const companion = 'k=2\nj=k\nt=8\nb=j\ns=6\ng=8\nw=j\nr=8\nd=r\nj=b\ns=j\ns=5\nv=j\nz=b\nd=w\nz=2\n#d:';

describe('tracing a program', () => {
  const program = traceTestProgram(0, companion);

  it('captures values at assignment time, as in the companion site’s example', () => {
    expect([program.answer, program.hops, program.answerLine, program.queryLine]).toEqual([2, 4, 1, 15]);
    expect(program.chain).toEqual([1, 2, 7, 15]);
  });

  it('knows the constants in reading order', () => {
    expect(constants(program)).toEqual([2, 8, 6, 8, 8, 5, 2]);
  });

  it('refuses what does not run', () => {
    expect(() => traceTestProgram(0, 'a=b\n#a:')).toThrow('b is not bound above');
    expect(() => traceTestProgram(0, 'a=1\n#b:')).toThrow('b is not bound above');
    expect(() => traceTestProgram(0, 'a=1')).toThrow('the query is missing');
  });

  it('has every attribute of the program', () => {
    const one = { program, prediction: 8, explanation: 'guess' };
    const key = (name: string) => attributeOf(name, 'hops').of(one).key;
    expect(['answerLineGroup', 'hops', 'answer', 'chainSpan', 'queryLine', 'queriedNameAssignments', 'constants'].map(key)).toEqual([
      '1',
      '4',
      '2',
      '14',
      '15',
      '2',
      '7',
    ]);
    // j (line 2) is bound again on line 10; k, w and the last d are not.
    expect(key('rebindingsOnChain')).toBe('1');
    expect(attributes.every((attribute) => attribute.of(one).label !== '')).toBe(true);
  });
});

describe('outcomes', () => {
  const program = traceTestProgram(0, 'a=1\nb=3\nc=b\nd=7\n#d:');

  it.each([
    [7, 'right'],
    [1, 'firstLine'],
    [3, 'secondLine'],
    [9, 'absentDigit'],
    [36, 'nonDigit'],
    [-1, 'nonDigit'],
  ])('calls %i %s', (prediction, outcome) => {
    expect(outcomeOf(program, prediction)).toBe(outcome);
  });

  it('calls another constant so, and line 2 only where a digit stands there', () => {
    const later = traceTestProgram(0, 'a=1\nb=a\nc=3\nd=7\n#d:');
    expect(outcomeOf(later, 3)).toBe('otherConstant');
  });
});

it('counts programs by two attributes without losing one', () => {
  const programs = ['a=1\nb=a\n#b:', 'a=1\nb=2\n#b:', 'a=4\nb=2\n#a:'].map((text, index) => ({
    program: traceTestProgram(index, text),
    prediction: index === 2 ? 2 : index + 1,
    explanation: null,
  }));
  const table = crossTable(programs, attributeOf('answerLineGroup', 'hops'), attributeOf('outcome', 'hops'));
  expect(table.total).toBe(3);
  expect(table.rows.map((row) => [row.key, row.count])).toEqual([
    ['1', 2],
    ['2', 1],
  ]);
  expect(table.columns.map((column) => [column.key, column.count])).toEqual([
    ['right', 2],
    ['secondLine', 1],
  ]);
  expect(table.cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(3);
});

it('falls back where a link names an attribute that is unknown', () => {
  expect(attributeOf('nonsense', 'hops').key).toBe('hops');
  expect(() => attributeOf(null, 'nonsense')).toThrow();
});
