/**
 * The digit's way through one program as patching finds it: which vectors move the answer, which heads bring the digit from token to token, and
 * the strongest chain of these from the first layer to the answer. Rows are counted from 0: row r is what enters layer r + 1, the last row what
 * the answer is read from. Every number is a patch's effect in the run that is looked at, in logits of the new digit.
 */

import type { AttentionMap, ComponentMap, PatchMap } from '../api/contract.g';

/** A whole effect below is none, in logits: a quarter makes odds 1.3 times as good. */
export const leastEffect = 0.25;

/** A head's effect at a token, as far as it comes from one token that it attends to. */
export interface FlowArc {
  /** The row that it reads; it writes into the next one. */
  readonly row: number;
  readonly head: number;
  readonly from: number;
  readonly to: number;
  readonly effect: number;
}

/** One step of the digit upwards: within its token (`head` null), or by a head to another. */
export interface FlowHop {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  /** Part of the digit's way that goes here, 0 to 1. */
  readonly share: number;
  /** The strongest head that takes it, and the effect of all of them. */
  readonly head: number | null;
  readonly effect: number;
}

export interface Flow {
  /** [row][position]: the effect of patching there; 0 where nothing changed or the new digit became less likely. */
  readonly effects: readonly (readonly number[])[];
  readonly arcs: readonly FlowArc[];
  /** From the first row upwards; empty where nothing brings the digit to the answer. */
  readonly hops: readonly FlowHop[];
  /** The effect of exchanging the whole program: what the answer's own row can show. */
  readonly full: number;
}

/** Where the whole effect is small, effects from this share of it on are followed. */
const leastShare = 0.05;

/** Parts of a way that are smaller than this part of the largest are left out. */
const leastPart = 0.25;

export function flowOf(map: PatchMap, heads: ComponentMap | null, attention: AttentionMap | null): Flow {
  const length = map.tokens.length;
  const effects = Array.from({ length: map.layers + 1 }, () => new Array<number>(length).fill(0));
  for (const { layer, position, changed, newDigitChange } of map.cells) {
    if (changed) (effects[layer - 1] as number[])[position] = Math.max(0, newDigitChange);
  }
  const full = Math.max(0, (map.sourceLogits[map.sourceAnswer] ?? 0) - (map.baseLogits[map.sourceAnswer] ?? 0));
  (effects[map.layers] as number[])[length - 1] = full;
  const least = full < leastEffect ? leastEffect : Math.min(leastEffect, full * leastShare);
  const arcs = heads === null || attention === null ? [] : arcsOf(effects, heads, attention, least);
  return { effects, arcs, full, hops: full < leastEffect ? [] : waysTo(effects, arcs, length - 1, least) };
}

/** Heads by the tokens that they read: a head's effect is divided among them by attention times the effect of each one's own vector. */
function arcsOf(effects: readonly (readonly number[])[], heads: ComponentMap, attention: AttentionMap, least: number): FlowArc[] {
  return heads.change.flatMap((all, row) =>
    all.flatMap((tokens, h) =>
      tokens.flatMap((effect, to): FlowArc[] => {
        if (effect < least || heads.changed[row]?.[h]?.[to] !== true) return [];
        const weights = (attention.pattern[row]?.[h]?.[to] ?? []).map((weight, from) => weight * (effects[row]?.[from] ?? 0));
        const sum = weights.reduce((a, b) => a + b, 0);
        return weights
          .map((weight, from) => ({ row, head: h + 1, from, to, effect: sum > 0 ? (effect * weight) / sum : 0 }))
          .filter((arc) => arc.effect >= least && arc.from !== to);
      }),
    ),
  );
}

/** From the answer downwards: where each vector that carries the digit has it from. */
function waysTo(effects: readonly (readonly number[])[], arcs: readonly FlowArc[], answer: number, least: number): FlowHop[] {
  const hops: FlowHop[] = [];
  let reached = new Map([[answer, 1]]);
  for (let row = effects.length - 2; row >= 0; row--) {
    const below = new Map<number, number>();
    for (const [to, share] of reached) {
      const into = new Map<number, { head: number | null; effect: number; strongest: number }>();
      const kept = effects[row]?.[to] ?? 0;
      if (kept >= least) into.set(to, { head: null, effect: kept, strongest: kept });
      for (const arc of arcs.filter((one) => one.row === row && one.to === to)) {
        const known = into.get(arc.from) ?? { head: arc.head, effect: 0, strongest: 0 };
        into.set(arc.from, { head: arc.effect > known.strongest ? arc.head : known.head, effect: known.effect + arc.effect, strongest: Math.max(known.strongest, arc.effect) });
      }
      const largest = Math.max(0, ...[...into.values()].map(({ effect }) => effect));
      const parts = [...into].filter(([, { effect }]) => effect >= leastPart * largest);
      const sum = parts.reduce((a, [, { effect }]) => a + effect, 0);
      for (const [from, { head, effect }] of parts) {
        const part = (share * effect) / sum;
        if (part < leastPart / 2) continue;
        hops.push({ row, from, to, share: part, head, effect });
        below.set(from, (below.get(from) ?? 0) + part);
      }
    }
    reached = below;
  }
  return hops.reverse();
}

/** The strongest way, from the token where it begins to the answer. */
export function mainWay(flow: Flow): readonly FlowHop[] {
  const way: FlowHop[] = [];
  let to = (flow.effects[0]?.length ?? 1) - 1;
  for (let row = flow.effects.length - 2; row >= 0; row--) {
    const hop = flow.hops.filter((one) => one.row === row && one.to === to).reduce<FlowHop | null>((best, one) => (best === null || one.share > best.share ? one : best), null);
    if (hop === null) break;
    way.unshift(hop);
    to = hop.from;
  }
  return way;
}

/** What the picture shows, in a sentence. `name` says a token in words. */
export function flowSentence(flow: Flow, name: (position: number) => string): string {
  const way = mainWay(flow);
  const [first] = way;
  if (first === undefined) return `Nothing here carries the digit to the answer: even another whole program moves its logit by only ${flow.full.toFixed(2)}.`;
  const moves = way.filter((hop) => hop.head !== null);
  /** Roles such as rhs:2 are names; "colon" and "query" are words. */
  const toToken = (token: string) => (/^[a-z]+$/u.test(token) ? `the ${token}` : token);
  const told = moves.map((hop) => `head ${hop.row + 1}.${hop.head} brings it to ${toToken(name(hop.to))} (${hop.effect.toFixed(1)} logits)`);
  const splits = flow.hops.length > way.length ? ' Thinner lines: ways beside it.' : '';
  const begins = `The strongest way begins at ${name(first.from)}${first.row > 0 ? `, entering layer ${first.row + 1}` : ''}`;
  return told.length === 0 ? `${begins} and stays there.${splits}` : `${begins}; ${told.join('; then ')}.${splits}`;
}
