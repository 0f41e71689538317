/**
 * What can be done to a pass, kind by kind as docs/interventions.md says and src/Bindscope.Interventions does it: each intervention becomes single
 * vectors that are changed. One program is one row, so what is given row by row has one entry.
 */

import type { EdgePlace, Intervention, Place, Subspace, TokenPositions } from '../src/api/contract.g';
import type { Model } from './model';
import { Unfit } from './module';
import { Pass } from './pass';
import { Recording } from './resume';
import { ofHeads, readKind, type Site, type SiteKind, type SiteValues } from './sites';

/** One vector that is changed. Layers and heads from 1; `from` is the token in the source. `apply` sees at scores and pattern only what the query sees. */
export interface Edit {
  readonly site: Site;
  readonly position: number;
  readonly head: number;
  readonly from: number;
  readonly needsSource: boolean;
  apply(vector: Float32Array, source: Float32Array | null): void;
}

const overKeys: ReadonlySet<SiteKind> = new Set<SiteKind>(['attention.scores', 'attention.pattern']);

/** The sum that a path's receiver reads. */
const sums: Partial<Record<SiteKind, SiteKind>> = {
  'attention.q': 'residual.in', 'attention.k': 'residual.in', 'attention.v': 'residual.in', 'mlp.hidden': 'residual.mid', 'mlp.out': 'residual.mid', logits: 'residual.out',
};

/** Everything that a list of interventions changes in one program, in the order of the list. */
export function editsOf(model: Model, base: readonly number[], source: readonly number[], interventions: readonly Intervention[]): readonly Edit[] {
  if (interventions.length === 0) throw new Error('there is no intervention');
  return interventions.flatMap((one) => (one.kind === 'patchPath' ? pathEdits(model, base, source, one) : plainEdits(model, base.length, one)));
}

/** The part of a vector that an edit may change: at scores and pattern the keys that the query sees. */
export const seen = ({ site, position }: Edit, vector: Float32Array): Float32Array => (overKeys.has(site.kind) ? vector.subarray(0, position + 1) : vector);

function plainEdits(model: Model, length: number, one: Exclude<Intervention, { kind: 'patchPath' }>): Edit[] {
  if (one.kind === 'cutEdges' || one.kind === 'patchEdges') return edgeEdits(model, length, one.where, one.rest === 'rescaled', one.kind === 'patchEdges');
  const places = placesOf(model, length, one.where);
  const origins = 'from' in one && one.from ? positionsOf(one.from, length, 'source position') : places.positions;
  if (origins.length !== places.positions.length) throw new Error(`row 1 has ${places.positions.length} positions and ${origins.length} source positions`);
  const width = widthOf(model, places.kind, length);
  const given = (vector: readonly number[] | undefined): Float32Array => {
    if (vector?.length !== width) throw new Error(`the vector has ${vector?.length ?? 0} numbers, the site's vectors have ${width}`);
    return Float32Array.from(vector);
  };
  const row = (vectors: readonly (readonly number[])[]): readonly number[] | undefined => {
    if (vectors.length !== 1) throw new Error(`vectors are given for ${vectors.length} rows, there are 1`);
    return vectors[0];
  };
  const replaced = (by: Float32Array) => (vector: Float32Array) => vector.set(by.subarray(0, vector.length));
  const added = (by: Float32Array, scale = 1) => (vector: Float32Array) => vector.forEach((_, i) => (vector[i] = (vector[i] ?? 0) + scale * (by[i] ?? 0)));
  const same = (apply: Edit['apply']) => () => apply;
  const action = ((): ((site: Site, head: number) => Edit['apply']) => {
    switch (one.kind) {
      case 'patch':
        return same((vector, source) => source && vector.set(source.subarray(0, vector.length)));
      case 'replaceWith':
        return same(replaced(given(one.vector)));
      case 'replaceWithEach':
        return same(replaced(given(row(one.vectors))));
      case 'mean': {
        if (!one.means?.length) throw new Unfit('A mean that is not given is taken over a run’s validation programs, which this page does not hold: it needs `bindscope serve`.');
        const { means } = one;
        return (site, head) => {
          const number = ofHeads.has(site.kind) ? head : 0;
          const mean = means.find((given) => given.layer === site.layer && given.head === number);
          if (mean === undefined) throw new Error(`one mean is needed for layer ${site.layer}${number > 0 ? ` head ${number}` : ''}`);
          return replaced(given(mean.vector));
        };
      }
      case 'zero':
        return same((vector) => vector.fill(0));
      case 'add':
        return same(added(given(one.vector), one.scale));
      case 'addEach':
        return same(added(given(row(one.vectors)), one.scale));
      case 'project': {
        const basis = basisOf(one.subspace, places.kind, width);
        return same((vector) => {
          const before = vector.slice();
          if (one.kept === 'inside') vector.fill(0);
          addInside(vector, before, basis, one.kept === 'inside' ? 1 : -1);
        });
      }
      case 'swapSubspace': {
        const basis = basisOf(one.subspace, places.kind, width);
        return same((vector, source) => addInside(vector, vector.map((value, i) => (source?.[i] ?? 0) - value), basis, 1));
      }
    }
  })();
  const needsSource = one.kind === 'patch' || one.kind === 'swapSubspace';
  return places.sites.flatMap((site) =>
    places.positions.flatMap((position, index) =>
      places.heads.map((head) => ({ site, position, head, from: origins[index] ?? position, needsSource, apply: action(site, head) }))));
}

/** Edges of one query in one head are changed together, so that what is left is scaled once. */
function edgeEdits(model: Model, length: number, where: EdgePlace, rescaled: boolean, patched: boolean): Edit[] {
  const { layers, heads } = model.spec;
  const edges = where.edges.kind === 'same' ? where.edges.edges : oneRow(where.edges.rows, 'edges');
  for (const { query, key } of edges) {
    if (query < 0 || query >= length) throw new Error(`there is no position ${query}; the positions are 0-${length - 1}`);
    if (key < 0 || key > query) throw new Error(`position ${query} does not see position ${key}`);
  }
  const queries = [...new Set(edges.map(({ query }) => query))];
  return chosen(where.layers, layers, 'layer').flatMap((layer) =>
    chosen(where.heads, heads, 'head').flatMap((head) =>
      queries.map((query) => {
        const keys = new Set(edges.filter((edge) => edge.query === query).map(({ key }) => key));
        return {
          site: { kind: 'attention.pattern' as const, layer }, position: query, head, from: query, needsSource: patched,
          apply: (vector: Float32Array, source: Float32Array | null) => replaceEdges(vector, patched ? source : null, keys, rescaled),
        };
      })));
}

function replaceEdges(pattern: Float32Array, source: Float32Array | null, keys: ReadonlySet<number>, rescaled: boolean): void {
  let [put, changes] = [0, false];
  for (const key of keys) {
    const weight = source?.[key] ?? 0;
    changes ||= weight !== pattern[key];
    pattern[key] = weight;
    put += weight;
  }
  // Where the weights are those that were there, scaling the others by what is nearly 1 would change them for nothing.
  if (!rescaled || !changes) return;
  const rest = pattern.reduce((sum, weight, key) => (keys.has(key) ? sum : sum + weight), 0);
  if (rest > 0 && put <= 1) pattern.forEach((weight, key) => keys.has(key) || (pattern[key] = (weight * (1 - put)) / rest));
}

/** The receiver's vectors where one sender alone is the source's: the sum that it reads in the base, with the sender's part of it exchanged. */
function pathEdits(model: Model, base: readonly number[], source: readonly number[], { where, sender }: Extract<Intervention, { kind: 'patchPath' }>): Edit[] {
  const { layers, heads } = model.spec;
  const { kind, sites, positions, heads: receivers } = placesOf(model, base.length, where);
  const sum = sums[kind];
  const from = readKind(sender.kind);
  if (from !== 'attention.head' && from !== 'attention.out' && from !== 'mlp.out') throw new Error(`a path begins at attention.head, attention.out or mlp.out, not at ${from}`);
  if (sum === undefined) throw new Error(`a path ends at ${Object.keys(sums).join(', ')}, not at ${kind}`);
  chosen([sender.layer], layers, 'layer');
  if (from === 'attention.head') chosen([sender.head ?? 0], heads, 'head');
  const first = sender.layer + (sum === 'residual.mid' && from !== 'mlp.out' ? 0 : 1);
  const early = sites.find(({ layer }) => layer > 0 && layer < first);
  if (early) throw new Error(`${kind} of layer ${early.layer} does not read ${from} of layer ${sender.layer}: name the layers from ${first} on`);
  const written = (tokens: readonly number[]) => {
    const recording = new Recording(({ kind: one, layer }) => one === from && layer === sender.layer, tokens.length);
    new Pass(model, tokens.length).run(tokens, recording);
    return (position: number) => recording.vector({ kind: from, layer: sender.layer }, position, sender.head || 1);
  };
  const [own, other] = [written(base), written(source)];
  return sites.flatMap((site) => {
    const read: Site = { kind: sum, layer: site.layer === 0 ? layers : site.layer };
    const received = new Recording(({ kind: one, layer }) => one === site.kind && layer === site.layer, base.length);
    new Pass(model, base.length).run(base, {
      wants: (one) => received.wants(one) || (one.kind === read.kind && one.layer === read.layer),
      visit: (values: SiteValues) => {
        if (values.site.kind !== read.kind) return received.visit(values);
        for (let position = 0; position < base.length; position++) {
          const [vector, before, after] = [values.vector(position), own(position), other(position)];
          vector.forEach((value, i) => (vector[i] = value + ((after[i] ?? 0) - (before[i] ?? 0))));
        }
      },
    });
    return positions.flatMap((position) =>
      receivers.map((head): Edit => {
        const by = received.vector(site, position, head);
        return { site, position, head, from: position, needsSource: false, apply: (vector) => vector.set(by) };
      }));
  });
}

function placesOf(model: Model, length: number, where: Place): { kind: SiteKind; sites: Site[]; positions: readonly number[]; heads: readonly number[] } {
  const kind = readKind(where.kind);
  const { layers, heads } = model.spec;
  if (kind === 'logits' && where.layers.length > 0) throw new Error('the logits belong to no layer');
  if (!ofHeads.has(kind) && where.heads?.length) throw new Error(`${kind} has no heads`);
  return {
    kind,
    sites: (kind === 'logits' ? [0] : [...chosen(where.layers, layers, 'layer')].sort((a, b) => a - b)).map((layer) => ({ kind, layer })),
    positions: positionsOf(where.positions, length, 'position'),
    heads: ofHeads.has(kind) ? chosen(where.heads ?? [], heads, 'head') : [1],
  };
}

function positionsOf(positions: TokenPositions, length: number, name: string): readonly number[] {
  const all = positions.kind === 'every' ? Array.from({ length }, (_, i) => i) : positions.kind === 'same' ? positions.positions : oneRow(positions.rows, `${name}s`);
  const outside = all.find((position) => !(position >= 0 && position < length));
  if (outside !== undefined) throw new Error(`there is no ${name} ${outside}; the positions are 0-${length - 1}`);
  return all;
}

function oneRow<T>(rows: readonly (readonly T[])[], name: string): readonly T[] {
  const [only] = rows;
  if (rows.length !== 1 || only === undefined) throw new Error(`${name} are given for ${rows.length} rows, there are 1`);
  return only;
}

/** Those named, or all; from 1. */
function chosen(named: readonly number[], count: number, name: string): readonly number[] {
  const outside = named.find((one) => !(one >= 1 && one <= count));
  if (outside !== undefined) throw new Error(`there is no ${name} ${outside}; the model has the ${name}s 1-${count}`);
  return named.length > 0 ? named : Array.from({ length: count }, (_, i) => i + 1);
}

function widthOf({ spec }: Model, kind: SiteKind, length: number): number {
  if (overKeys.has(kind)) return length;
  if (kind === 'mlp.hidden') return spec.mlpWidth;
  if (kind === 'logits') return spec.vocabulary;
  return ofHeads.has(kind) && kind !== 'attention.head' ? spec.headWidth : spec.width;
}

function basisOf({ basis = [], from }: Pick<Subspace, 'basis' | 'from'>, kind: SiteKind, width: number): readonly Float32Array[] {
  if (overKeys.has(kind)) throw new Error(`${kind} has no subspaces: its vectors run over keys`);
  if (from) throw new Error('a subspace names a file that its basis is in; here the basis itself is needed');
  if (basis.length === 0) throw new Error('a subspace needs at least one basis vector');
  basis.forEach((vector, i) => {
    if (vector.length !== width) throw new Error(`basis vector ${i + 1} has ${vector.length} numbers, the site's vectors have ${width}`);
    basis.slice(0, i + 1).forEach((other, j) => {
      const product = vector.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
      if (!(Math.abs(product - (i === j ? 1 : 0)) < 1e-4)) throw new Error(`the basis is not orthonormal: the product of its vectors ${j + 1} and ${i + 1} is ${product.toPrecision(4)}`);
    });
  });
  return basis.map((vector) => Float32Array.from(vector));
}

function addInside(into: Float32Array, vector: Float32Array, basis: readonly Float32Array[], sign: number): void {
  for (const direction of basis) {
    const along = vector.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);
    into.forEach((value, i) => (into[i] = value + sign * along * (direction[i] ?? 0)));
  }
}
