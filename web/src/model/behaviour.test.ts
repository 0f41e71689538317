import { describe, expect, it } from 'vitest';
import type { BehaviourResult, CheckpointBehaviour } from '../api/contract.g';
import { attributeOf } from './attributes';
import { behaviourAt, byFeature, compare, duelOf, explanationName, mixture, programsAt, transitionTable } from './behaviour';
import { chosenHistories, historiesFromFile, historiesOf, sampled } from './programHistory';
import { mcNemar, proportion } from './statistics';
import { traceTestProgram } from './testPrograms';

const share = (count: number, of: number) => proportion(count, of) ?? { value: 0, low: 0, high: 0, programs: 0 };
const texts = ['a=1\nb=a\n#b:', 'a=1\nb=2\n#b:', 'a=4\nb=2\n#a:'];

function checkpoint(step: number, predictionOf: number[], explainedBy: number[]): CheckpointBehaviour {
  return {
    step,
    accuracy: share(1, 3),
    byFeature: [
      { feature: 'hops', value: 1, accuracy: share(10, 40) },
      { feature: 'hops', value: 2, accuracy: share(30, 40) },
      { feature: 'hops', value: 3, accuracy: share(0, 5) },
    ],
    byHopsAndLine: [],
    predictions: [],
    confusion: [],
    heuristics: [
      { heuristic: 'chain', right: null, says: null, saysWhereWrong: null, weight: share(1, 10), explains: share(1, 10) },
      { heuristic: 'firstLine', right: null, says: null, saysWhereWrong: null, weight: share(7, 10), explains: share(7, 10) },
      { heuristic: 'twoHops', right: null, says: null, saysWhereWrong: null, weight: null, explains: null },
    ],
    guess: share(2, 10),
    disagreements: [],
    calibration: { bins: [], expectedError: share(0, 1), overconfidence: share(0, 1), loss: share(0, 1) },
    outcomes: [],
    predictionOf,
    explainedBy,
  };
}

const result: BehaviourResult = {
  format: 1,
  programs: 3,
  checkpoints: [checkpoint(0, [7, 36, 4], [-1, -2, -1]), checkpoint(100, [1, 1, 2], [1, 1, -1]), checkpoint(200, [1, 2, 4], [0, 0, 0])],
  transitions: [],
  flips: [],
  learning: null,
  tellingCases: [],
};

describe('reading the behaviour analysis', () => {
  it('takes the checkpoint at or before a step', () => {
    expect([behaviourAt(result, 0)?.step, behaviourAt(result, 150)?.step, behaviourAt(result, 9999)?.step]).toEqual([0, 100, 200]);
  });

  it('names explanations, guessing and no digit', () => {
    const first = result.checkpoints[0]!;
    expect([1, -1, -2, 99, undefined].map((place) => explanationName(first, place))).toEqual(['firstLine', 'guess', 'noDigit', null, null]);
  });

  it('orders the mixture by weight, with guessing, without what cannot be told apart', () => {
    expect(mixture(result.checkpoints[0]!).map((part) => part.key)).toEqual(['firstLine', 'guess', 'chain']);
  });

  it('measures a feature’s spread on values with enough programs only', () => {
    expect(byFeature(result.checkpoints[0]!)[0]).toMatchObject({ feature: 'hops', label: 'Hops', spread: 0.5 });
  });
});

describe('comparing two checkpoints', () => {
  const programs = texts.map((text, index) => traceTestProgram(index, text));

  it('counts flips and changed minds', () => {
    const change = compare(
      programs.map((one) => one.answer),
      [7, 36, 4],
      [1, 1, 2],
    );
    expect(change).toMatchObject({ programs: 3, gained: 1, lost: 1, bothRight: 0, bothWrong: 1, changedMind: 1, pValue: mcNemar(1, 1) });
  });

  it('tabulates what became of what', () => {
    const table = transitionTable(programsAt(programs, result.checkpoints[0]!), programsAt(programs, result.checkpoints[1]!));
    expect(table.cells).toEqual([
      { row: 'right', column: 'secondLine', count: 1 },
      { row: 'absentDigit', column: 'right', count: 1 },
      { row: 'nonDigit', column: 'firstLine', count: 1 },
    ]);
    const right = transitionTable(
      programsAt(programs, result.checkpoints[0]!),
      programsAt(programs, result.checkpoints[2]!),
      attributeOf('right', 'right'),
    );
    expect(right.cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(3);
  });
});

describe('histories of programs', () => {
  const histories = historiesOf(texts, result);
  const all = { group: 'all', hops: null, answerLine: null, now: 'all' } as const;

  it('finds when each program was solved, first right, and forgotten', () => {
    expect(histories.programs.map((one) => [one.solvedFrom, one.firstRight, one.forgotten])).toEqual([
      [1, 1, 0],
      [2, 2, 0],
      [2, 0, 1],
    ]);
  });

  it('sorts by the first step solved', () => {
    expect(chosenHistories(histories, all, 'solved', 0).map((one) => one.program.index)).toEqual([0, 2, 1]);
    expect(chosenHistories(histories, all, 'forgotten', 0)[0]?.program.index).toBe(2);
    expect(chosenHistories(histories, all, 'set', 0).map((one) => one.program.index)).toEqual([0, 1, 2]);
  });

  it('filters by hops, answer line and what is right at the scrubbed step', () => {
    expect(chosenHistories(histories, { ...all, hops: 2 }, 'set', 0).map((one) => one.program.index)).toEqual([0]);
    expect(chosenHistories(histories, { ...all, answerLine: 2 }, 'set', 0).map((one) => one.program.index)).toEqual([1]);
    expect(chosenHistories(histories, { ...all, now: 'wrong' }, 'set', 1).map((one) => one.program.index)).toEqual([1, 2]);
  });

  it('takes rows evenly, and always the open one', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ ...histories.programs[0]!, program: { ...histories.programs[0]!.program, index: i } }));
    const rows = sampled(many, 10, 43).map((one) => one.program.index);
    expect(rows).toEqual([5, 15, 25, 35, 43, 55, 65, 75, 85, 95]);
    expect(sampled(many, 200, null)).toBe(many);
  });

  it('reads chosen programs with probabilities, with or without the behaviour analysis', () => {
    const file = {
      format: 1,
      programs: [{ index: 1, text: texts[1] ?? '', answer: 2, hops: 1, answerLine: 2, distractors: 1, group: 'hard' as const, learnedStep: 200 }],
      steps: [0, 100, 200],
      predictions: [[36, 1, 2]],
      probability: [[0.1, 0.2, 0.9]],
    };
    expect(historiesFromFile(file, null).programs[0]).toMatchObject({ group: 'hard', explanations: null, solvedFrom: 2 });
    expect(historiesFromFile(file, result).programs[0]?.explanations).toEqual(['noDigit', 'firstLine', 'chain']);
  });
});

describe('two rules that differ', () => {
  it('are seen from the first one’s side, in whichever order they were stored', () => {
    const duel = { first: 'firstLine' as const, second: 'chain' as const, saysFirst: share(3, 10), saysSecond: share(6, 10), pValue: 0.5 };
    expect(duelOf([duel], 'firstLine', 'chain')?.saysFirst.value).toBe(0.3);
    expect(duelOf([duel], 'chain', 'firstLine')).toEqual({ saysFirst: share(6, 10), saysSecond: share(3, 10), pValue: 0.5 });
    expect(duelOf([duel], 'chain', 'oneHop')).toBeNull();
  });
});
