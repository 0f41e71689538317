/** Several interventions in one program, as they stand in an address: `r3@26` is what enters layer 3 at token 26, from the counterfactual. */

import type { Intervention, SiteKind } from '../api/contract.g';

/** What is put in a vector's place: the counterfactual's, zeros, or the mean over a run's validation programs. */
export type PutIn = 'patch' | 'zero' | 'mean';

/** A head, or with head 0 an MLP. */
export interface Component {
  readonly layer: number;
  readonly head: number;
}

/** What reads: a head's queries, keys or values, an MLP (head 0), or with layer 0 the answer. */
export interface Receiver extends Component {
  readonly reads: 'q' | 'k' | 'v' | null;
}

/** The residual stream entering a layer, or what a head or an MLP writes, at a token. */
export interface VectorPatch extends Component {
  readonly what: 'residual' | 'head' | 'mlp';
  readonly position: number;
  readonly put: PutIn;
}

export type ChosenPatch =
  | VectorPatch
  /** A head's attention from a token to another one, cut. */
  | (Component & { readonly what: 'edge'; readonly position: number; readonly key: number })
  /** What one component does to another directly, at a token: path patching. */
  | { readonly what: 'path'; readonly sender: Component; readonly receiver: Receiver; readonly position: number };

const prefixes: Record<PutIn, string> = { patch: '', zero: 'z', mean: 'u' };
const letters = { residual: 'r', head: 'h', mlp: 'm' } as const;

/** Reads `r3@26,zr3@26,h3.4@42,um2@42,c3.4@42.26,p2.3~4.1v@26,pm2~a@66`; what is none of these is left out. */
export function readPatches(text: string): readonly ChosenPatch[] {
  return text.split(',').flatMap((one): ChosenPatch[] => readVector(one) ?? readEdge(one) ?? readPath(one) ?? []);
}

function readVector(text: string): ChosenPatch[] | null {
  const match = /^([zu]?)(?:([rm])(\d+)|h(\d+)\.(\d+))@(\d+)$/u.exec(text);
  if (!match) return null;
  const [, prefix, letter, whole, layer, head, position] = match;
  const put = prefix === 'z' ? 'zero' : prefix === 'u' ? 'mean' : 'patch';
  return [{ what: letter === 'r' ? 'residual' : letter === 'm' ? 'mlp' : 'head', layer: Number(whole ?? layer), head: Number(head ?? 0), position: Number(position), put }];
}

function readEdge(text: string): ChosenPatch[] | null {
  const match = /^c(\d+)\.(\d+)@(\d+)\.(\d+)$/u.exec(text);
  return match && [{ what: 'edge', layer: Number(match[1]), head: Number(match[2]), position: Number(match[3]), key: Number(match[4]) }];
}

function readPath(text: string): ChosenPatch[] | null {
  const match = /^p(?:m(\d+)|(\d+)\.(\d+))~(?:m(\d+)|(a)|(\d+)\.(\d+)([qkv]))@(\d+)$/u.exec(text);
  if (!match) return null;
  const [, senderMlp, senderLayer, senderHead, mlp, answer, layer, head, reads, position] = match;
  return [{
    what: 'path',
    sender: { layer: Number(senderMlp ?? senderLayer), head: Number(senderHead ?? 0) },
    receiver: { layer: answer ? 0 : Number(mlp ?? layer), head: Number(head ?? 0), reads: (reads ?? null) as Receiver['reads'] },
    position: Number(position),
  }];
}

const component = ({ layer, head }: Component): string => (head === 0 ? `m${layer}` : `${layer}.${head}`);

/** One as it stands in an address. */
export function written(one: ChosenPatch): string {
  if (one.what === 'edge') return `c${component(one)}@${one.position}.${one.key}`;
  if (one.what === 'path') return `p${component(one.sender)}~${one.receiver.layer === 0 ? 'a' : component(one.receiver)}${one.receiver.reads ?? ''}@${one.position}`;
  return `${prefixes[one.put]}${letters[one.what]}${one.layer}${one.what === 'head' ? `.${one.head}` : ''}@${one.position}`;
}

/** What a model and a program have: layers and heads count from 1, tokens from 0. */
export interface Room {
  readonly layers: number;
  readonly heads: number;
  readonly tokens: number;
}

/** Whether there are the layer, the head and the token that a patch names. */
export function patchFits(one: ChosenPatch, { layers, heads, tokens }: Room): boolean {
  const has = ({ layer, head }: Component, least = 1) => layer >= least && layer <= layers && head <= heads;
  const places = one.what === 'edge' ? [one.position, one.key] : [one.position];
  const parts = one.what === 'path' ? has(one.sender) && has(one.receiver, 0) : has(one);
  return parts && places.every((place) => place < tokens);
}

/** The list with one more, or without it where it is there already. */
export function toggledPatch(list: readonly ChosenPatch[], one: ChosenPatch): readonly ChosenPatch[] {
  const rest = list.filter((other) => written(other) !== written(one));
  return rest.length < list.length ? rest : [...list, one];
}

export const writePatches = (list: readonly ChosenPatch[]): string | null => (list.length === 0 ? null : list.map(written).join(','));

/** Where a vector is patched. */
export const sites = { residual: 'residual.in', head: 'attention.head', mlp: 'mlp.out' } as const satisfies Record<VectorPatch['what'], SiteKind>;
const place = (kind: SiteKind, { layer, head }: Component, position: number) => ({
  kind, layers: layer === 0 ? [] : [layer], positions: { kind: 'same' as const, positions: [position] }, heads: head === 0 ? [] : [head],
});

/** As the server and the engine are asked: docs/interventions.md. */
export function interventionOf(one: ChosenPatch): Intervention {
  if (one.what === 'edge') {
    return { kind: 'cutEdges', where: { layers: [one.layer], heads: [one.head], edges: { kind: 'same', edges: [{ query: one.position, key: one.key }] } }, rest: 'rescaled' };
  }
  if (one.what === 'path') {
    const { sender, receiver, position } = one;
    const kind = receiver.layer === 0 ? 'logits' : receiver.reads === null ? 'mlp.out' : (`attention.${receiver.reads}` as const);
    return { kind: 'patchPath', where: place(kind, receiver, position), sender: { kind: sender.head === 0 ? 'mlp.out' : 'attention.head', ...sender } };
  }
  const where = place(sites[one.what], one, one.position);
  return one.put === 'patch' ? { kind: 'patch', where } : one.put === 'zero' ? { kind: 'zero', where } : { kind: 'mean', where };
}

/** A head or an MLP, in words. */
export const componentWords = ({ layer, head }: Component): string => (head === 0 ? `MLP ${layer}` : `head ${layer}.${head}`);

/** What reads, in words. */
export function receiverWords(receiver: Receiver): string {
  if (receiver.layer === 0) return 'the answer';
  return receiver.reads === null ? componentWords(receiver) : `the ${{ q: 'query', k: 'key', v: 'value' }[receiver.reads]} of ${componentWords(receiver)}`;
}

/** Where it acts, in words. `name` says a token. */
export function placeWords(one: ChosenPatch, name: (position: number) => string): string {
  if (one.what === 'edge') return `head ${one.layer}.${one.head} at ${name(one.position)} no longer sees ${name(one.key)}`;
  if (one.what === 'path') return `${componentWords(one.sender)} to ${receiverWords(one.receiver)} at ${name(one.position)}`;
  return `${one.what === 'residual' ? `what enters layer ${one.layer}` : componentWords(one)} at ${name(one.position)}`;
}

/** What it does, in words. */
export function patchWords(one: ChosenPatch, name: (position: number) => string): string {
  const where = placeWords(one, name);
  if (one.what === 'edge') return where;
  return `${where}: ${one.what === 'path' || one.put === 'patch' ? 'from the counterfactual' : one.put === 'zero' ? 'zero' : 'the mean of other programs'}`;
}

/** What reads a sender's output directly at a token: every later head and MLP, its own layer's MLP where it is a head, and at the last token the answer. */
export function receiversOf(sender: Component, layers: number, heads: number, isLast: boolean): readonly Receiver[] {
  const all: Receiver[] = [];
  for (let layer = sender.layer; layer <= layers; layer++) {
    if (layer > sender.layer) {
      for (let head = 1; head <= heads; head++) for (const reads of ['q', 'k', 'v'] as const) all.push({ layer, head, reads });
    }
    if (layer > sender.layer || sender.head > 0) all.push({ layer, head: 0, reads: null });
  }
  return isLast ? [...all, { layer: 0, head: 0, reads: null }] : all;
}
