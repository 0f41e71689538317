/**
 * The numbers of a sentence, held against the figure that it is about. A number counts something (steps, layers, hops, programs, %), and is looked for only where
 * the figure counts that; and what a clause says together has to stand together in one row of the figure's table.
 */

const token = String.raw`(?:rhs|name|newline|span):\d+(?:\+(?:\d+|(?:rhs|name|newline|span):\d+))*`;
/** Digits that count nothing: names of tokens and of the groups of programs by their answer's line. */
const nameOrNumber = new RegExp(String.raw`(?<name>${token}|(?<=answer (?:on|after) )line [12]|line [12](?:[’']s|(?=: \d)))|(?<number>[−-]?\d+(?:,\d{3})*(?:\.\d+)?)`, 'gu');

/** @typedef {{ at: number, end: number, written: string, value: number, decimals: number, unit: string }} Said */

const nouns = [
  [/^\s*%/u, 'share'],
  [/^\s(?:test |random |other )*(?:programs|pairs)\b/u, 'n'],
  [/^\shops?\b/u, 'hops'],
  [/^\slines?\b/u, 'lines'],
  [/^\s(?:random )?directions\b/u, 'rank'],
];
const before = [
  [/\bsteps?\s$/u, 'step'],
  [/\blayers?\s$/u, 'layer'],
  [/\bline\s$/u, 'line'],
  [/\bhead\s$/u, 'head'],
  [/\bdigit\s$/u, 'digit'],
  [/\bn =?\s*$/u, 'n'],
];

/** What the run's own data say: without what the paper states, which stands at the end. */
export const ownOf = (text) => text.replace(/The paper.*$/su, '');

/** All numbers of a text, each with what it counts. */
export function numbersIn(text) {
  const all = [...text.matchAll(nameOrNumber)].filter(({ groups }) => groups.number !== undefined).map(({ 0: found, index }) => {
    // A dash between two numbers is no sign.
    const written = /\d$/u.test(text.slice(0, index)) ? found.replace(/^[−-]/u, '') : found;
    const plain = written.replaceAll(',', '').replace('−', '-');
    return { at: index + found.length - written.length, end: index + found.length, written, value: Number(plain), decimals: plain.split('.')[1]?.length ?? 0, unit: '' };
  });
  const between = (one, other) => (other === undefined ? '' : text.slice(one.end, other.at));
  const joins = (one, other) => /^(?:–|-| to )$/u.test(between(one, other));
  all.forEach((one, index) => {
    const [previous, next] = [all[index - 1], all[index + 1]];
    const [left, right] = [text.slice(0, one.at), text.slice(one.end)];
    one.unit = nouns.find(([noun]) => noun.test(right))?.[1] ?? before.find(([noun]) => noun.test(left))?.[1] ?? '';
    if (one.unit === 'lines' && /\bover\s$/u.test(left)) one.unit = 'hops'; // A hop follows one line.
    if (one.unit !== '') return;
    if (previous !== undefined && joins(previous, one) && previous.unit !== '') one.unit = previous.unit === 'low' ? 'high' : previous.unit;
    else if (previous !== undefined && joins(one, next) && between(previous, one).endsWith('(')) one.unit = 'low';
    else one.unit = 'effect';
  });
  return all;
}

const lineOf = { 'on line 1': '1', 'on line 2': '2', 'after line 2': 'later', first: '1', second: '2', later: 'later', 'line 1': '1', 'line 2': '2', 'line later': 'later', 1: '1', 2: '2' };

/** Rows of a file of comma-separated values. */
export function rowsOf(text) {
  const cell = /(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^,\n]*))(?<end>,|\n|$)/gu;
  const rows = [[]];
  for (const { groups, index } of text.matchAll(cell)) {
    if (index === text.length) break;
    rows.at(-1).push(groups.quoted?.replaceAll('""', '"') ?? groups.plain);
    if (groups.end === '\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

const columnUnits = [
  [/\bstep\b/u, 'step'],
  [/\bhops$/u, 'hops'],
  [/\blayer$/u, 'layer'],
  [/^line$/u, 'line'],
  [/^head$/u, 'head'],
  [/^(?:rank)$/u, 'rank'],
  [/^value$/u, 'digit'],
  [/^effect$/u, 'effect'],
  [/\blow$/u, 'low'],
  [/\bhigh$/u, 'high'],
  [/(?:^| )n$/u, 'n'],
];

/**
 * A figure's rows, each as what it holds: numbers by what they count, its token and its answer's line. Measured values that stand in one row, each with its
 * own interval and programs, are rows of their own beside what the row is about.
 */
export function recordsOf(csv) {
  const [heads, ...rows] = rowsOf(csv);
  const unitOf = (head) => columnUnits.find(([name]) => name.test(head))?.[1] ?? null;
  const measured = heads.filter((head) => heads.includes(`${head} low`) && heads.includes(`${head} n`));
  const partOf = (head) => measured.find((one) => [one, `${one} low`, `${one} high`, `${one} n`].includes(head)) ?? null;
  return rows.flatMap((row) =>
    (measured.length > 0 ? measured : [null]).map((own) => {
      const record = { numbers: [], token: null, answerLine: own === null ? null : (lineOf[own] ?? null) };
      heads.forEach((head, at) => {
        const text = row[at] ?? '';
        const part = partOf(head);
        if (text === '' || (part !== null && part !== own)) return;
        const cell = /^\((?<layer>\d+), (?<token>.*)\)$/u.exec(text)?.groups;
        if (head === 'token') record.token = text;
        else if (head === 'answer line') record.answerLine = lineOf[text] ?? null;
        else if (head === 'cell' && cell) {
          record.token = cell.token;
          record.numbers.push({ unit: 'layer', value: Number(cell.layer) });
        } else if (Number.isFinite(Number(text))) record.numbers.push({ unit: unitOf(head) ?? 'share', value: Number(text) });
      });
      return record;
    }),
  );
}

/** Whether a number as it is written stands for a value: shares are written in percent. */
function writes(said, value) {
  const of = said.unit === 'share' || (said.percent && value <= 1) ? 100 * value : value;
  return Math.abs(of - Math.abs(said.value)) <= 0.5 * 10 ** -said.decimals + 1e-9 || Math.abs(of - said.value) <= 0.5 * 10 ** -said.decimals + 1e-9;
}

const has = (record, said) => record.numbers.some(({ unit, value }) => unit === said.unit && writes(said, value));

/** Clauses of a sentence: parts between marks outside of brackets, with their places. */
function clausesOf(text) {
  const ends = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth === 0 && /^(?:[;:,.] | and (?!\d))/u.test(text.slice(at))) ends.push(at + 1);
  }
  return [0, ...ends].map((from, index) => [from, ends[index] ?? text.length]);
}

const tokenIn = new RegExp(String.raw`${token}|(?<=\()(?:query|colon|end)\b`, 'gu');

/**
 * The clauses of a text that a figure does not bear out, with their numbers as they are written.
 * @param text sentences; what they say of the paper, at their end, is left out
 * @param figure what the figure writes (`words`) and what it saves (`csv`), null where it is not there
 */
export function strangers(text, figure) {
  const own = ownOf(text);
  const all = numbersIn(own);
  const records = figure?.csv ? recordsOf(figure.csv) : [];
  const units = new Set(records.flatMap(({ numbers }) => numbers.map(({ unit }) => unit)));
  const words = numbersIn(figure?.words ?? '');
  // “the digit itself (rhs:1” says what the words mean, wherever else they stand.
  const meant = [...own.matchAll(new RegExp(String.raw`(?<=(?:; then |at: ))(?<words>[^;(]+) \((?<token>${token}|query|colon|end)\b`, 'gu'))].map(({ groups }) => groups);
  const halves = /half of them or more/u.test(own);
  let lead = { numbers: [], answerLine: null };
  const wrong = [];
  for (const [from, to] of clausesOf(own)) {
    const clause = own.slice(from, to);
    const numbers = all.filter(({ at }) => at >= from && at < to);
    const interval = numbers.some(({ unit }) => unit === 'share');
    const said = numbers.map((one) => (['low', 'high'].includes(one.unit) ? { ...one, percent: interval } : one));
    const answerLine = lineOf[/\banswer (?<line>(?:on|after) line [12])/u.exec(clause)?.groups.line] ?? null;
    const tokens = [...clause.matchAll(tokenIn)].map(([found]) => found);
    for (const one of tokens.length === 0 ? meant : []) if (clause.includes(`${one.words} (`)) tokens.push(one.token);
    const known = tokens.filter((one) => records.some((record) => record.token === one));
    if (/^\s*(?:In|With|At|Entering|after) /u.test(clause)) lead = { numbers: said.filter(({ unit }) => units.has(unit)), answerLine };
    const keys = lead.numbers.filter(({ unit }) => !said.some((one) => one.unit === unit));
    const line = answerLine ?? lead.answerLine;
    const about = records.filter(
      (record) => (line === null || record.answerLine === null || record.answerLine === line) && (known.length === 0 || known.includes(record.token)) && keys.every((one) => has(record, one)),
    );
    const inRows = said.filter(({ unit }) => units.has(unit));
    const elsewhere = said.filter(({ unit }) => !units.has(unit));
    const stands =
      elsewhere.every((one) => words.some((other) => other.unit === one.unit && writes({ ...one, unit: '' }, other.value))) &&
      (inRows.length === 0 || (halves && inRows.some(({ unit }) => unit === 'layer') ? spans(inRows, about) : about.some((record) => inRows.every((one) => has(record, one)))));
    if (!stands) wrong.push(`${said.map(({ written, unit }) => `${written} (${unit})`).join(', ')} in “${clause.trim()}”`);
  }
  return wrong;
}

/** Layers from the first to the last at which half of the programs or more follow, and the most that do. */
function spans(said, records) {
  const layers = said.filter(({ unit }) => unit === 'layer').map(({ value }) => value);
  const shares = said.filter(({ unit }) => unit === 'share');
  const others = said.filter(({ unit }) => unit !== 'layer' && unit !== 'share');
  const of = (record, wanted) => record.numbers.find(({ unit }) => unit === wanted)?.value ?? Number.NaN;
  const fitting = records.filter((record) => of(record, 'share') >= 0.5 && others.every((one) => has(record, one)));
  return [...new Set(fitting.map((record) => record.token))].some((one) => {
    const rows = fitting.filter((record) => record.token === one);
    const found = rows.map((record) => of(record, 'layer'));
    return Math.min(...found) === layers[0] && Math.max(...found) === layers.at(-1) && shares.every((share) => writes(share, Math.max(...rows.map((record) => of(record, 'share')))));
  });
}

/** The text with one of its numbers wrong by a quarter, for each of them: what a walk over a wrong page would read. */
export function falsified(text) {
  const own = ownOf(text);
  return numbersIn(own)
    .filter(({ value }) => Math.abs(value) > 2)
    .map(({ at, end, value, decimals }) => own.slice(0, at) + (value * 1.25).toFixed(decimals) + own.slice(end));
}
