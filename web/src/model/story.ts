/** What a run's results say, in sentences for people who read them for the first time. Every number is the run's own. */

import type {
  AnswerLineGroup,
  DevelopmentResult,
  GeneralisationResult,
  GroupEffects,
  PatchResult,
  ProbeResult,
  SubspaceResult,
} from '../api/contract.g';
import type { PageName } from './address';
import { orderOf } from './emergence';
import { decimal, integer, interval, percent, percentsAlike } from './format';
import { curves } from './generalisation';
import { leastStop, paper } from '../api/constants.g';
import { afterLayer } from './probes';
import { findingOf, tellingLayer } from './subspaces';
import { partsOf } from './tokens';

export interface Finding {
  page: PageName;
  /** The figure that has every number of the sentence, as the link below shows it. */
  figure: string;
  step: number | null;
  own: Record<string, string>;
  title: string;
  /** What it says of how the run solves a chain, where it says anything. */
  way?: string | null;
  /** One number with its unit. */
  number: string;
  /** What the run's data say; what the paper states stands at the end, after "The paper:". */
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
  const parts = partsOf(role);
  if (parts.length > 1) return `${parts.map(placeWords).join(' and ')}, at once`;
  if (role === 'query') return 'the queried variable';
  if (role === 'colon') return 'the final colon, where the answer is said';
  if (role === 'end') return 'the three tokens of the query together';
  const match = /^(rhs|name|newline|span):(\d+)(?:\+(\d+))?$/u.exec(role);
  if (!match) return role;
  const depth = Number(match[2]);
  const offset = Number(match[3] ?? 0);
  const line = depth === 1 ? 'the digit’s line' : `the chain’s ${ordinals[depth - 1] ?? `${depth}th`} line`;
  if (match[1] === 'span') return `the right of ${line} with the three tokens after it`;
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

/** The digit's way: tokens where it can be replaced, in the order in which it arrives. Several tokens together say nothing where one of them does it alone, nor several lines where one of them does. */
export function journey(group: GroupEffects): Stop[] {
  const stops = new Map<string, Stop>();
  for (const cell of group.cells) {
    if (cell.success.value < leastStop) continue;
    const stop = stops.get(cell.role);
    if (stop) {
      stop.from = Math.min(stop.from, cell.layer);
      stop.to = Math.max(stop.to, cell.layer);
      stop.success = Math.max(stop.success, cell.success.value);
    } else stops.set(cell.role, { role: cell.role, from: cell.layer, to: cell.layer, success: cell.success.value });
  }
  const alone = (role: string) => role.replace(/^span:/u, 'rhs:').replace(/^end$/u, 'colon');
  return [...stops.values()]
    .filter((stop) => {
      const parts = partsOf(stop.role);
      if (parts.length > 1) return !parts.some((part) => stops.has(part) || stops.has(alone(part)));
      const one = stops.get(alone(stop.role));
      return one === undefined || one === stop || one.from > stop.from || one.to < stop.to;
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Whether the digit is handed on to a later line of the chain or to the query, or stays on its own line: what a run's patching says of how it solves a chain. */
export function waySays(group: GroupEffects): string | null {
  const way = journey(group);
  if (way.length === 0 || group.hops < 2) return null;
  const [handed, own] = [way.filter(({ role }) => !ofRoot.test(role)), way.filter(({ role }) => ofRoot.test(role))];
  const entering = ({ from, to }: Stop) => (from === to ? `entering layer ${from}` : `entering layers ${from} to ${to}`);
  const of = `In programs of ${hopWords(group.hops)} with the answer ${groupWords[group.answerLine]}`;
  if (handed.length > 0) return `${of}, patching finds the digit handed on, to ${handed.map((stop) => `${placeWords(stop.role)} (${entering(stop)})`).join(', then ')}.`;
  return `${of}, patching finds the digit on its own line alone (${[...new Set(own.map(entering))].join(', ')}): it is not handed along the chain.`;
}

/** Tokens of the digit's own line and after it. */
const ofRoot = /^(?:rhs|name|newline|span):1(?:\D|$)/u;

export function residualFinding(result: PatchResult, tokens: 'chain' | 'spans' = 'chain'): Finding | null {
  const group = hardestGroup(result.groups);
  if (!group) return null;
  const way = journey(group);
  if (way.length === 0) return null;
  const best = percentsAlike(way.map((stop) => stop.success));
  const told = way.map(
    (stop, index) => `${placeWords(stop.role)} (${stop.role}, ${stop.from === stop.to ? `entering layer ${stop.from}` : `entering layers ${stop.from} to ${stop.to}`}, up to ${best[index]})`,
  );
  return {
    page: 'residual',
    figure: 'residual-grid',
    step: result.checkpoint,
    own: { tokens, measure: 'success' },
    title: 'The digit’s way through the network',
    way: waySays(group),
    number: `${way.length} ${way.length === 1 ? 'place' : 'places'}`,
    sentence:
      `In ${integer(group.programs)} programs of ${hopWords(group.hops)} with the answer ${groupWords[group.answerLine]}, copying one vector from a program with another digit ` +
      `changes the answer of half of them or more at: ${told.join('; then ')}.`,
  };
}

export function headsFinding(result: PatchResult, tokens: 'chain' | 'spans' = 'chain'): Finding | null {
  const best = result.ranking[0];
  if (!best) return null;
  const { effect, hops, role, success } = best.strongest;
  return {
    page: 'heads',
    figure: 'head-ranking',
    step: result.checkpoint,
    own: { tokens },
    title: 'The head that matters most',
    number: `head ${best.layer}.${best.head}`,
    sentence:
      `Replacing what head ${best.layer}.${best.head} writes at ${placeWords(role)} (${role}) moves the logits most: the other digit gains ` +
      `${decimal(effect.value, 1)} on the right one (${decimal(effect.low, 1)} to ${decimal(effect.high, 1)}; ${integer(effect.programs)} programs of ${hopWords(hops)}), ` +
      `and the answer changes in ${percent(success)}.`,
  };
}

export function developmentFinding(result: DevelopmentResult): Finding | null {
  const line = (['later', 'second', 'first'] as const).find((one) => result.order.some((place) => place.answerLine === one));
  if (line === undefined) return null;
  const order = orderOf(result, line);
  const [first, last] = [order[0], order.at(-1)];
  if (!first || !last) return null;
  const place = (one: typeof first) => `${placeWords(one.role)} (${one.role}) entering layer ${one.layer}, ${hopWords(one.hops)}`;
  const about = `In programs with the answer ${groupWords[line]},`;
  return {
    page: 'development',
    figure: 'emergence',
    step: null,
    own: { lines: line },
    title: 'When the parts appear',
    number: `step ${integer(first.step)}`,
    sentence:
      first === last
        ? `${about} the one place that was followed (${place(first)}) carries the answer for good by step ${integer(first.step)}.`
        : `${about} the first of the followed places to carry the answer for good (${place(first)}) does so by step ${integer(first.step)}, the last (${place(last)}) by step ${integer(last.step)}.`,
  };
}

export function subspaceFinding(result: SubspaceResult, after = 0): Finding | null {
  const layer = tellingLayer(result, 'digit');
  const finding = layer === null ? null : findingOf(result, layer, 'digit');
  const swap = (arm: string) => finding?.swaps.find((one) => one.arm === arm) ?? null;
  const [selected, whole, random, root, later] = [swap('selected'), swap('wholeVector'), swap('random'), swap('rootAlone'), swap('laterAlone')];
  if (!finding || !selected) return null;
  return {
    page: 'subspaces',
    figure: 'swaps',
    step: result.checkpoint,
    own: { target: 'digit', layer: String(finding.layer), after: String(after) },
    title: 'Where in the vector the digit is',
    number: percent(selected.success.value),
    sentence:
      `Entering layer ${finding.layer}, swapping ${selected.rank} directions of the vector changes the answer to the other program’s in ${interval(selected.success)} of ${integer(selected.success.programs)} pairs` +
      (whole ? `; the whole vector does it in ${percent(whole.success.value)}` : '') +
      (random ? `${whole ? ',' : ';'} ${random.rank} random directions in ${percent(random.success.value)}.` : '.') +
      (root && later
        ? ` At the digit’s own token alone it is ${percent(root.success.value)}, and ${percent(later.success.value)} at the later tokens, to which the digit has to be handed on.`
        : '') +
      ` The paper: ${percent(paper.subspaces.digit.success)} with ${paper.subspaces.digit.rank} of ${paper.subspaces.digit.of}.`,
  };
}

export function generalisationFinding(result: GeneralisationResult): Finding | null {
  const curve = curves(result.byHops).at(-1);
  const within = curve?.points.filter((point) => point.x <= result.trainedHops).at(-1);
  const beyond = curve?.points.filter((point) => point.x > result.trainedHops) ?? [];
  const next = beyond[0];
  const far = beyond.at(-1);
  if (!curve || !within || !next || !far) return null;
  const shares = percentsAlike([within, next, far].map((point) => point.accuracy.value));
  return {
    page: 'generalisation',
    figure: 'hops',
    step: result.checkpoint,
    own: {},
    title: 'Beyond what it was trained on',
    number: shares[1] ?? '',
    sentence:
      `With the answer ${groupWords[curve.group]}, it answers ${shares[0]} of chains of ${hopWords(within.x)}, the longest it was trained on, and ${shares[1]} of ${hopWords(next.x)}` +
      (far === next ? '' : `, ${shares[2]} of ${hopWords(far.x)}`) +
      ` (${integer(next.accuracy.programs)} programs for each; a guess among the digits is right one time in ten).`,
  };
}

export function probesFinding(result: ProbeResult): Finding | null {
  const best = [...result.states].sort((a, b) => b.boundVariable.value - a.boundVariable.value)[0];
  if (!best) return null;
  const [read, shuffled] = percentsAlike([best.boundVariable.value, best.shuffledBoundVariable.value]);
  return {
    page: 'generalisation',
    figure: 'state-probes',
    step: result.checkpoint,
    own: {},
    title: 'Is the whole state written down?',
    number: read ?? '',
    sentence:
      `A linear reader of one place’s vector, ${afterLayer(best.afterLayer)}, finds at most ${read} of the values of bound variables (${integer(best.boundVariable.programs)} programs); ` +
      `taught shuffled states it finds ${shuffled}. The paper: ${percent(paper.probes.boundVariable.best)}.`,
  };
}
