/** Several patches and ablations of one program, as they stand in an address: `r3@26` is what enters layer 3 at token 26, from the counterfactual. */

import type { PatchPlace } from '../api/contract.g';

export interface ChosenPatch {
  /** The residual stream entering a layer, a head's contribution, or a head's attention to one token. */
  readonly what: 'residual' | 'head' | 'edge';
  readonly layer: number;
  /** 0 for the residual stream. */
  readonly head: number;
  /** The token, 0-based; of an edge the one that attends. */
  readonly position: number;
  /** Of an edge the token that is attended to. */
  readonly key: number;
  /** Whether zeros are put there instead of the counterfactual's vector; edges are always cut. */
  readonly zero: boolean;
}

/** Reads `r3@26,zr3@26,h3.4@42,zh3.4@42,c3.4@42.26`; what is none of these is left out. */
export function readPatches(text: string): readonly ChosenPatch[] {
  return text.split(',').flatMap((one): ChosenPatch[] => {
    const match = /^(z?)(?:(r)(\d+)|(h|c)(\d+)\.(\d+))@(\d+)(?:\.(\d+))?$/u.exec(one);
    if (!match) return [];
    const [, zero, residual, entered, of, layer, head, position, key] = match;
    const what = residual ? 'residual' : of === 'h' ? 'head' : 'edge';
    if ((what === 'edge') !== (key !== undefined) || (what === 'edge' && zero !== '')) return [];
    return [{ what, layer: Number(entered ?? layer), head: Number(head ?? 0), position: Number(position), key: Number(key ?? 0), zero: zero === 'z' }];
  });
}

const written = ({ what, layer, head, position, key, zero }: ChosenPatch): string =>
  what === 'residual' ? `${zero ? 'z' : ''}r${layer}@${position}` : what === 'head' ? `${zero ? 'z' : ''}h${layer}.${head}@${position}` : `c${layer}.${head}@${position}.${key}`;

/** The list with one more, or without it where it is there already. */
export function toggledPatch(list: readonly ChosenPatch[], one: ChosenPatch): readonly ChosenPatch[] {
  const rest = list.filter((other) => written(other) !== written(one));
  return rest.length < list.length ? rest : [...list, one];
}

export const writePatches = (list: readonly ChosenPatch[]): string | null => (list.length === 0 ? null : list.map(written).join(','));

/** As the server and the engine are asked. */
export function patchPlace({ what, layer, head, position, key, zero }: ChosenPatch): PatchPlace {
  const site = { residual: 'residual.in', head: 'attention.head', edge: 'attention.pattern' }[what];
  return { site: `${site}:${layer}`, head, position, action: what === 'edge' ? 'cut' : zero ? 'zero' : 'patch', ...(what === 'edge' ? { key } : {}) };
}

/** What it does, in words. `name` says a token. */
export function patchWords({ what, layer, head, position, key, zero }: ChosenPatch, name: (position: number) => string): string {
  if (what === 'edge') return `head ${layer}.${head} at ${name(position)} no longer sees ${name(key)}`;
  const place = what === 'residual' ? `what enters layer ${layer} at ${name(position)}` : `head ${layer}.${head} at ${name(position)}`;
  return zero ? `${place}: zero` : `${place}: from the counterfactual`;
}
