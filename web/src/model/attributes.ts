import { constants, type TestProgram } from './testPrograms';
import { heuristicLabel } from './heuristics';

/** What is known of one program at one checkpoint. */
export interface ProgramAtCheckpoint {
  readonly program: TestProgram;
  /** The predicted token: 0-9 for digits, more for other tokens. */
  readonly prediction: number;
  /** Name of the heuristic that most likely made the prediction; `guess` or `noDigit`; null where the analysis has none. */
  readonly explanation: string | null;
}

/** One value of an attribute. */
export interface Category {
  readonly key: string;
  readonly label: string;
  /** Categories are shown in this order. */
  readonly order: number;
}

/** A property of a program, or of what the model says of it, by which programs can be sorted into categories. */
export interface Attribute {
  readonly key: string;
  readonly label: string;
  readonly explanation: string;
  readonly of: (one: ProgramAtCheckpoint) => Category;
}

/** Kinds of prediction, the first that fits. */
export type OutcomeKey = 'right' | 'firstLine' | 'secondLine' | 'otherConstant' | 'absentDigit' | 'nonDigit';

export const outcomeLabels: Readonly<Record<OutcomeKey, string>> = {
  right: 'right',
  firstLine: "wrong: line 1's digit",
  secondLine: "wrong: line 2's digit",
  otherConstant: 'wrong: another digit of the program',
  absentDigit: 'wrong: a digit that is not there',
  nonDigit: 'wrong: no digit',
};

export const outcomeOrder: readonly OutcomeKey[] = ['right', 'firstLine', 'secondLine', 'otherConstant', 'absentDigit', 'nonDigit'];

/** Which kind of prediction this is. */
export function outcomeOf(program: TestProgram, prediction: number): OutcomeKey {
  if (prediction === program.answer) {
    return 'right';
  }
  if (prediction < 0 || prediction > 9) {
    return 'nonDigit';
  }
  const [first, second] = program.lines;
  if (first?.value === prediction) {
    return 'firstLine';
  }
  if (second?.depth === 1 && second.value === prediction) {
    return 'secondLine';
  }
  return constants(program).includes(prediction) ? 'otherConstant' : 'absentDigit';
}

function numbered(key: string, label: string, explanation: string, of: (p: TestProgram) => number, name: (v: number) => string): Attribute {
  return {
    key,
    label,
    explanation,
    of: ({ program }) => {
      const value = of(program);
      return { key: String(value), label: name(value), order: value };
    },
  };
}

const times = (value: number, one: string, many: string) => `${value} ${value === 1 ? one : many}`;

/** All attributes, those of the program first. */
export const attributes: readonly Attribute[] = [
  {
    key: 'answerLineGroup',
    label: 'answer line (1, 2, later)',
    explanation: 'where the root stands: the paper’s three groups',
    of: ({ program }) =>
      program.answerLine === 1
        ? { key: '1', label: 'answer on line 1', order: 1 }
        : program.answerLine === 2
          ? { key: '2', label: 'answer on line 2', order: 2 }
          : { key: 'later', label: 'answer on a later line', order: 3 },
  },
  numbered(
    'answerLine',
    'answer line',
    'the line that holds the root',
    (p) => p.answerLine,
    (v) => `answer on line ${v}`,
  ),
  numbered(
    'hops',
    'hops',
    'assignments from the queried name to the root',
    (p) => p.hops,
    (v) => times(v, 'hop', 'hops'),
  ),
  numbered(
    'answer',
    'answer',
    'the right digit',
    (p) => p.answer,
    (v) => `answer ${v}`,
  ),
  numbered(
    'branches',
    'branches',
    'distractors that resolve to the same root by another way',
    (p) => p.lines.filter((line) => line.rootLine === p.answerLine).length - p.hops,
    (v) => times(v, 'branch', 'branches'),
  ),
  numbered(
    'chainSpan',
    'chain span',
    'lines from the root to the last assignment of the queried name',
    (p) => p.queryLine - p.answerLine,
    (v) => `span ${v}`,
  ),
  numbered(
    'queryLine',
    'line of the query',
    'line of the last assignment of the queried name',
    (p) => p.queryLine,
    (v) => `bound on line ${v}`,
  ),
  numbered(
    'queriedNameAssignments',
    'assignments of the queried name',
    'how often the queried name is assigned',
    (p) => p.lines.filter((line) => line.name === p.query).length,
    (v) => `assigned ${times(v, 'time', 'times')}`,
  ),
  numbered(
    'rebindingsOnChain',
    'rebindings on the chain',
    'names of the chain that are bound again below',
    (p) => p.chain.filter((n) => p.lines.slice(n).some((line) => line.name === p.lines[n - 1]?.name)).length,
    (v) => times(v, 'rebinding', 'rebindings'),
  ),
  numbered(
    'constants',
    'constants',
    'lines with a digit on the right',
    (p) => constants(p).length,
    (v) => times(v, 'constant', 'constants'),
  ),
  {
    key: 'outcome',
    label: 'outcome',
    explanation: 'right, or which wrong digit',
    of: ({ program, prediction }) => {
      const key = outcomeOf(program, prediction);
      return { key, label: outcomeLabels[key], order: outcomeOrder.indexOf(key) };
    },
  },
  {
    key: 'right',
    label: 'right or wrong',
    explanation: 'whether the prediction is the answer',
    of: ({ program, prediction }) =>
      prediction === program.answer ? { key: 'right', label: 'right', order: 0 } : { key: 'wrong', label: 'wrong', order: 1 },
  },
  {
    key: 'prediction',
    label: 'prediction',
    explanation: 'what the model says',
    of: ({ prediction }) =>
      prediction >= 0 && prediction <= 9
        ? { key: String(prediction), label: `says ${prediction}`, order: prediction }
        : { key: 'none', label: 'no digit', order: 10 },
  },
  {
    key: 'explanation',
    label: 'most likely heuristic',
    explanation: 'the part of the fitted mixture that most likely made the prediction',
    of: ({ explanation }) => ({
      key: explanation ?? 'unknown',
      label: explanation === null ? 'not computed' : heuristicLabel(explanation),
      order: explanationOrder(explanation),
    }),
  },
];

function explanationOrder(explanation: string | null): number {
  const known = [
    'chain',
    'firstLine',
    'secondLine',
    'secondConstant',
    'lastConstant',
    'mostFrequentConstant',
    'longestChain',
    'lastLine',
    'oneHop',
    'twoHops',
    'firstAssignment',
    'lateBinding',
    'nearestConstant',
    'guessConstant',
    'guess',
    'noDigit',
  ];
  const place = explanation === null ? -1 : known.indexOf(explanation);
  return place < 0 ? known.length : place;
}

/** The attribute of a key; the fallback where the key (from a link) is unknown. */
export function attributeOf(key: string | null | undefined, fallback: string): Attribute {
  const found = attributes.find((one) => one.key === key) ?? attributes.find((one) => one.key === fallback);
  if (found === undefined) {
    throw new Error(`no attribute ${fallback}`);
  }
  return found;
}

/** Programs by two attributes. */
export interface CrossTable {
  readonly rows: readonly (Category & { readonly count: number })[];
  readonly columns: readonly (Category & { readonly count: number })[];
  /** Programs in row and column; pairs without a program are left out. */
  readonly cells: readonly { readonly row: string; readonly column: string; readonly count: number }[];
  readonly total: number;
}

/** Counts programs by two attributes, categories in their own order. */
export function crossTable(programs: readonly ProgramAtCheckpoint[], rows: Attribute, columns: Attribute): CrossTable {
  const table = new Map<string, Map<string, number>>();
  const seenRows = new Map<string, Category & { count: number }>();
  const seenColumns = new Map<string, Category & { count: number }>();
  const note = (seen: Map<string, Category & { count: number }>, category: Category) => {
    const known = seen.get(category.key);
    if (known === undefined) {
      seen.set(category.key, { ...category, count: 1 });
    } else {
      known.count++;
    }
  };
  for (const one of programs) {
    const row = rows.of(one);
    const column = columns.of(one);
    note(seenRows, row);
    note(seenColumns, column);
    const counts = table.get(row.key) ?? new Map<string, number>();
    counts.set(column.key, (counts.get(column.key) ?? 0) + 1);
    table.set(row.key, counts);
  }
  const inOrder = (seen: Map<string, Category & { count: number }>) => [...seen.values()].sort((a, b) => a.order - b.order);
  const orderedRows = inOrder(seenRows);
  const orderedColumns = inOrder(seenColumns);
  return {
    rows: orderedRows,
    columns: orderedColumns,
    cells: orderedRows.flatMap((row) =>
      orderedColumns.flatMap((column) => {
        const count = table.get(row.key)?.get(column.key) ?? 0;
        return count === 0 ? [] : [{ row: row.key, column: column.key, count }];
      }),
    ),
    total: programs.length,
  };
}
