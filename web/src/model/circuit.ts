/** What a stored circuit says: its edges as they are drawn, its curves, and its sentences. */

import type { AnswerLineGroup, CircuitGroup, CircuitsAtStep, EdgeScore, Estimate, GrowthResult } from '../api/contract.g';
import { nearest } from './checkpoints';
import { integer, percentSign, plural } from './format';

/** An edge of a circuit: what `source` adds and `input` reads at the tokens of a role. */
export interface ShownEdge {
  readonly source: string;
  readonly input: string;
  readonly token: string;
  /** By how much the answers' logits come closer when the edge alone is patched. */
  readonly effect: number;
  /** By how much f falls without it; null where that was not tried. */
  readonly loss: number | null;
  /** Whether the checkpoint's own circuit has it. */
  readonly own: boolean;
}

/** What reads: a head by its query, key or value, an MLP, the read-out. */
export type EdgePart = 'q' | 'k' | 'v' | 'mlp' | 'read-out';

export const scoreNames: Readonly<Record<EdgeScore, string>> = { exact: 'exact', eap: 'EAP', eapIg: 'EAP-IG', relp: 'RelP' };

/** `3.2 v` is head 3.2, and its value. */
export function readerOf(input: string): { component: string; part: EdgePart } {
  const head = /^(\d+\.\d+) ([qkv])$/u.exec(input);
  return head ? { component: head[1] ?? '', part: head[2] as EdgePart } : { component: input, part: input === 'read-out' ? 'read-out' : 'mlp' };
}

/** A group of programs by a name that stands in an address. */
export const groupId = (group: { hops: number; answerLine: AnswerLineGroup }): string => `${group.hops}-${group.answerLine}`;

/** The group that is shown where none is asked for: the most hops, and the answer where no heuristic has it. */
export function firstGroup<T extends { hops: number; answerLine: AnswerLineGroup }>(groups: readonly T[]): T | null {
  const order: Readonly<Record<AnswerLineGroup, number>> = { later: 2, second: 1, first: 0 };
  return groups.reduce<T | null>(
    (found, one) => (found === null || one.hops > found.hops || (one.hops === found.hops && order[one.answerLine] > order[found.answerLine]) ? one : found),
    null,
  );
}

/** The edges of a circuit of one checkpoint. */
export const edgesOf = (group: CircuitGroup): readonly ShownEdge[] =>
  (group.circuit?.parts ?? []).map((part) => ({ source: part.source, input: part.input, token: part.token, effect: part.effect.value, loss: part.loss?.value ?? null, own: true }));

/** The checkpoint of a growth that is nearest to a step. */
export function nearestStep(growth: GrowthResult, step: number | null): CircuitsAtStep | null {
  const at = nearest(growth.checkpoints.map((one) => one.step), step ?? Number.POSITIVE_INFINITY);
  return growth.checkpoints.find((one) => one.step === at) ?? null;
}

/** The edges at one checkpoint of a growth: those of its own circuit and those of the last one's. */
export const growingEdges = (at: CircuitsAtStep, group: number): readonly ShownEdge[] =>
  (at.groups[group]?.parts ?? []).map((part) => ({ source: part.source, input: part.input, token: part.token, effect: part.effect, loss: null, own: part.own }));

/** Of each score, and of random edges, f by the number of edges. */
export function curvesOf(group: CircuitGroup): { id: string; label: string; sizes: CircuitGroup['random'] }[] {
  return [
    ...group.scores.map((score) => ({ id: score.score, label: scoreNames[score.score], sizes: score.sizes })),
    { id: 'random', label: 'random edges', sizes: group.random },
  ];
}

const whole = (share: number) => `${Math.round(100 * share) + 0}`;
/** A share with its interval in whole percents: 86 % (80–91). */
const spread = (share: Estimate) => `${whole(share.value)}${percentSign} (${whole(share.low)}–${whole(share.high)})`;

/** What was found of the circuit, one sentence a question. */
export function circuitSentences(group: CircuitGroup): readonly { readonly question: string; readonly answer: string }[] {
  const circuit = group.circuit;
  if (circuit === null) return [];
  const rival = circuit.rival;
  return [
    {
      question: 'Faithful?',
      answer: `${plural(circuit.size, 'edge')} of ${integer(group.edges)}: f = ${spread(circuit.faithfulness)} on the ${group.judging} programs that judge.`,
    },
    {
      question: 'Complete?',
      answer: `All other edges together have f = ${spread(circuit.without)}; without 1 to 8 random edges of the circuit its f and the model’s differ by ${whole(circuit.incompleteness)} points.`,
    },
    { question: 'Minimal?', answer: `${circuit.needed} of the ${circuit.tested} largest edges lower f when they are taken out, by their whole interval.` },
    { question: 'Stable?', answer: `Circuits of as many edges, chosen on resampled programs, have ${spread(circuit.overlap)} of its edges.` },
    {
      question: 'The only one?',
      answer:
        rival === null
          ? 'No other circuit that is as faithful was found.'
          : `Another one with ${plural(rival.size, 'edge')}, ${rival.shared} of them the same, has f = ${spread(rival.faithfulness)}. Without any one of ${plural(rival.indispensable, 'edge')} all others together are not as faithful.`,
    },
  ];
}
