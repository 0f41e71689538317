/** What a run's results say, in sentences for people who read them for the first time. Every number is the run's own. */

import type {
  AnswerLineGroup,
  DevelopmentResult,
  GeneralisationResult,
  GroupEffects,
  PatchResult,
  ProbeResult,
  SubspaceResult,
} from '../api/contract';
import type { PageName } from './address';
import { integer, interval, percent } from './format';

export interface Finding {
  page: PageName;
  title: string;
  /** One number with its unit. */
  number: string;
  sentence: string;
}

const groupWords: Record<AnswerLineGroup, string> = { first: 'on line 1', second: 'on line 2', later: 'after line 2' };
const hopWords = (hops: number): string => `${hops} ${hops === 1 ? 'hop' : 'hops'}`;

/** The group of the longest chains whose answer no early-line rule can find. */
export function hardestGroup<T extends { hops: number; answerLine: AnswerLineGroup; programs: number }>(groups: readonly T[]): T | null {
  const filled = groups.filter((group) => group.programs > 0);
  const later = filled.filter((group) => group.answerLine === 'later');
  return [...(later.length > 0 ? later : filled)].sort((a, b) => b.hops - a.hops)[0] ?? null;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** A token by its place in a program, in words that need no glossary; the chain's lines counted from the digit. */
export function placeWords(role: string): string {
  if (role === 'query') return 'the queried variable';
  if (role === 'colon') return 'the final colon, where the answer is said';
  const match = /^(rhs|name|newline):(\d+)(?:\+(\d+))?$/u.exec(role);
  if (!match) return role;
  const depth = Number(match[2]);
  const offset = Number(match[3] ?? 0);
  const line = depth === 1 ? 'the digit’s line' : `the chain’s ${ordinals[depth - 1] ?? `${depth}th`} line`;
  if (match[1] === 'name') return `the name that ${line} sets`;
  if (match[1] === 'newline' || offset === 1) return `the line break after ${line}`;
  if (offset > 1) return `the ${offset === 2 ? 'name' : 'equals sign'} on the line after ${line}`;
  return depth === 1 ? 'the digit itself' : `the variable on the right of ${line}`;
}

export interface Stop {
  role: string;
  /** Layers entered at which patching this token changes the answer for at least half of the programs. */
  from: number;
  to: number;
  /** The best success rate there. */
  success: number;
}

/** The digit's way: tokens where it can be replaced, in the order in which it arrives. */
export function journey(group: GroupEffects): Stop[] {
  const stops = new Map<string, Stop>();
  for (const cell of group.cells) {
    if (cell.success.value < 0.5) continue;
    const stop = stops.get(cell.role);
    if (stop) {
      stop.from = Math.min(stop.from, cell.layer);
      stop.to = Math.max(stop.to, cell.layer);
      stop.success = Math.max(stop.success, cell.success.value);
    } else stops.set(cell.role, { role: cell.role, from: cell.layer, to: cell.layer, success: cell.success.value });
  }
  return [...stops.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

export function residualFinding(result: PatchResult): Finding | null {
  const group = hardestGroup(result.groups);
  if (!group) return null;
  const way = journey(group);
  if (way.length === 0) return null;
  const [first, ...rest] = way as [Stop, ...Stop[]];
  const moves = rest.map((stop) => `${placeWords(stop.role)} (from layer ${stop.from})`);
  const onward =
    moves.length > 0
      ? ` From there it moves to ${moves.join(', then to ')}.`
      : ' Deeper in, no single one of the tokens that were tried carries it for half of the programs.';
  return {
    page: 'residual',
    title: 'The digit’s way through the network',
    number: `${way.length} ${way.length === 1 ? 'place' : 'places'}`,
    sentence:
      `Copying one vector from a program with another digit changes the answer only where the digit is kept at that moment. ` +
      `In ${integer(group.programs)} programs of ${hopWords(group.hops)} with the answer ${groupWords[group.answerLine]}, that is at first ${placeWords(first.role)}.${onward}`,
  };
}

export function headsFinding(result: PatchResult): Finding | null {
  const best = result.ranking[0];
  if (!best) return null;
  return {
    page: 'heads',
    title: 'The head that matters most',
    number: `head ${best.layer}.${best.head}`,
    sentence:
      `Of ${result.layers * result.heads} attention heads, head ${best.head} of layer ${best.layer} changes the answer’s score (its logit) most when its output is replaced: ` +
      `by ${best.strongest.effect.value.toFixed(1)} (${best.strongest.effect.low.toFixed(1)}–${best.strongest.effect.high.toFixed(1)}) at ${placeWords(best.strongest.role)}.`,
  };
}

export function developmentFinding(result: DevelopmentResult): Finding | null {
  const order = [...result.order].sort((a, b) => a.step - b.step);
  const first = order[0];
  const last = order.at(-1);
  if (!first || !last) return null;
  const place = (one: typeof first) => `${placeWords(one.role)}, layer ${one.layer}, for ${hopWords(one.hops)}`;
  return {
    page: 'development',
    title: 'When the parts appear',
    number: `step ${integer(first.step)}`,
    sentence:
      first === last
        ? `The circuit’s one followed place (${place(first)}) comes to carry the answer by step ${integer(first.step)}.`
        : `The first of the circuit’s places to carry the answer (${place(first)}) does so by step ${integer(first.step)}, the last (${place(last)}) by step ${integer(last.step)}.`,
  };
}

export function subspaceFinding(result: SubspaceResult): Finding | null {
  const digit = result.findings
    .filter((finding) => finding.target === 'digit')
    .map((finding) => ({ finding, selected: finding.swaps.find((swap) => swap.arm === 'selected') }))
    .filter((one) => one.selected !== undefined)
    .sort((a, b) => (b.selected?.success.value ?? 0) - (a.selected?.success.value ?? 0) || b.finding.layer - a.finding.layer)[0];
  if (!digit?.selected) return null;
  const random = digit.finding.swaps.find((swap) => swap.arm === 'random');
  return {
    page: 'subspaces',
    title: 'Where in the vector the digit is',
    number: percent(digit.selected.success.value),
    sentence:
      `Swapping ${digit.selected.rank} directions of the ${result.width}-number vector that enters layer ${digit.finding.layer} is enough to change the answer in ${interval(digit.selected.success)} of ${integer(digit.selected.success.programs)} programs` +
      (random ? `; ${random.rank} random directions do it in ${percent(random.success.value)}.` : '.') +
      (digit.finding.layer === 1 ? ' There it is the digit’s own token; deeper in, the digit has moved on.' : '') +
      ' The paper: 92.2 % with 10 of 256.',
  };
}

export function generalisationFinding(result: GeneralisationResult): Finding | null {
  const beyond = result.byHops.filter((point) => point.value > result.trainedHops);
  const within = result.byHops.filter((point) => point.value <= result.trainedHops);
  const share = (points: typeof beyond) => {
    const programs = points.reduce((sum, point) => sum + point.accuracy.programs, 0);
    return programs === 0 ? null : points.reduce((sum, point) => sum + point.accuracy.value * point.accuracy.programs, 0) / programs;
  };
  const [inside, outside] = [share(within), share(beyond)];
  if (inside === null || outside === null) return null;
  return {
    page: 'generalisation',
    title: 'Beyond what it was trained on',
    number: percent(outside),
    sentence:
      `Trained on chains of up to ${hopWords(result.trainedHops)}, it answers ${percent(inside)} of those and ${percent(outside)} of longer chains ` +
      `(guessing would be 10 %).`,
  };
}

export function probesFinding(result: ProbeResult): Finding | null {
  const best = [...result.states].sort((a, b) => b.boundVariable.value - a.boundVariable.value)[0];
  if (!best) return null;
  return {
    page: 'generalisation',
    title: 'No complete list of values anywhere',
    number: percent(best.boundVariable.value),
    sentence:
      `A linear reader of one place’s vector finds at most ${percent(best.boundVariable.value)} of the variables’ values (after layer ${best.afterLayer}; the paper: 30.9 %): ` +
      'values are fetched when they are needed rather than kept in one table.',
  };
}
