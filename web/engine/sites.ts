/** The places of a forward pass whose value can be read and replaced: docs/model.md, "Sites". */

import { sites } from '../src/api/constants.g';

export type SiteKind = keyof typeof sites;

export const siteKinds = Object.keys(sites) as SiteKind[];

/** Kinds whose vectors belong to a head. */
export const ofHeads: ReadonlySet<SiteKind> = new Set(siteKinds.filter((kind) => sites[kind].heads));

/** Layers are counted from 1. */
export interface Site {
  readonly kind: SiteKind;
  readonly layer: number;
}

/** `residual.in:3`, by the name or the other name of a kind. */
export function readSite(text: string, layers: number): Site {
  const [name, number, ...rest] = text.split(':');
  const kind = siteKinds.find((one) => name === one || name === sites[one].alias);
  const layer = /^\d+$/u.test(number ?? '') ? Number(number) : 0;
  if (kind === undefined || rest.length > 0) throw new Error(`'${text}' is no site that can be patched; write a kind and a layer, such as residual.in:3; the kinds: ${siteKinds.join(', ')}`);
  if (layer < 1 || layer > layers) throw new Error(`'${text}': the model has the layers 1-${layers}`);
  return { kind, layer };
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
