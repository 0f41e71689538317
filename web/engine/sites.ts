/** The places of a forward pass whose value can be read and replaced: docs/model.md, "Sites". */

import { sites } from '../src/api/constants.g';

/** The logits belong to layer 0. */
export type SiteKind = keyof typeof sites | 'logits';

const ofLayers = Object.keys(sites) as (keyof typeof sites)[];

/** Kinds whose vectors belong to a head. */
export const ofHeads: ReadonlySet<SiteKind> = new Set<SiteKind>(ofLayers.filter((kind) => sites[kind].heads));

/** Layers are counted from 1. */
export interface Site {
  readonly kind: SiteKind;
  readonly layer: number;
}

/** A kind by its name or its other name. */
export function readKind(text: string): SiteKind {
  const kind = text === 'logits' ? text : ofLayers.find((one) => text === one || text === sites[one].alias);
  if (kind === undefined) throw new Error(`'${text}' is no kind of site; there are ${[...ofLayers, 'logits'].join(', ')}`);
  return kind;
}

/** The vectors of a site as they lie in memory: one for each token, or for each head and token. What is written into them is what the pass goes on with. */
export class SiteValues {
  constructor(
    readonly site: Site,
    private readonly numbers: Float32Array,
    private readonly first: number,
    /** Numbers of a vector. At scores and pattern a query's row: one number a key. */
    readonly width: number,
    /** Numbers from one token to the next. */
    private readonly tokenStride: number,
    /** 1 where the vectors belong to no head. */
    readonly heads: number,
    /** Numbers from one head to the next. */
    private readonly headStride: number,
  ) {}

  /** The vector of a token, counted from 0, and a head, counted from 1. */
  vector(position: number, head = 1): Float32Array {
    const at = this.first + position * this.tokenStride + (head - 1) * this.headStride;
    return this.numbers.subarray(at, at + this.width);
  }
}

/** Sees the sites of one forward pass in their order. */
export interface Tap {
  wants(site: Site): boolean;
  visit(values: SiteValues): void;
}
