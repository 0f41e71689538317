/** What is known of every head, as the axes of a scatter. */

import type { HeadResult, PatchResult } from '../api/contract.g';

export interface HeadPoint {
  readonly layer: number;
  readonly head: number;
  readonly label: string;
  /** By axis; absent where the analysis that measures it is missing. */
  readonly values: Readonly<Partial<Record<AxisId, number>>>;
  /** What the patching sweep says it serves; null where it was not ranked. */
  readonly serves: string | null;
}

export type AxisId =
  | 'effect' | 'success' | 'directLogit' | 'binding' | 'sameName' | 'previousToken' | 'twoBack' | 'lineStart' | 'entropy' | 'layer';

export const axes: readonly { id: AxisId; label: string; words: string; unit: 'share' | 'logits' | 'bits' | 'layer'; from: 'heads' | 'patch-heads' | null }[] = [
  { id: 'effect', label: 'Patch effect', words: 'largest mean change of the logit difference when the head is patched at one token of the digit’s way', unit: 'logits', from: 'patch-heads' },
  { id: 'success', label: 'Patch success', words: 'share of programs that answer with the new digit, at that token', unit: 'share', from: 'patch-heads' },
  { id: 'directLogit', label: 'Direct logit attribution', words: 'what the head adds to the answer’s logit at the colon directly, against the mean of the digits', unit: 'logits', from: 'heads' },
  { id: 'binding', label: 'Attention to the binding', words: 'weight of a variable on the right-hand side of the line that binds it: a look-up done', unit: 'share', from: 'heads' },
  { id: 'sameName', label: 'Attention to the same name', words: 'weight of a variable on earlier tokens of the same letter', unit: 'share', from: 'heads' },
  { id: 'previousToken', label: 'Attention to the previous token', words: 'weight on the token before', unit: 'share', from: 'heads' },
  { id: 'twoBack', label: 'Attention two tokens back', words: 'weight on the token two before: from a right-hand side to its line’s name', unit: 'share', from: 'heads' },
  { id: 'lineStart', label: 'Attention to the line’s start', words: 'weight of a line’s other tokens on the name with which it begins', unit: 'share', from: 'heads' },
  { id: 'entropy', label: 'Entropy of attention', words: 'how spread a token’s attention is, in bits', unit: 'bits', from: 'heads' },
  { id: 'layer', label: 'Layer', words: 'the layer', unit: 'layer', from: null },
];

/** The heads with every value that the two analyses give; either may be missing. */
export function headPoints(heads: HeadResult | null, patch: PatchResult | null): readonly HeadPoint[] {
  const points = new Map<string, { layer: number; head: number; values: Partial<Record<AxisId, number>>; serves: string | null }>();
  const point = (layer: number, head: number) => {
    const id = `${layer}.${head}`;
    let one = points.get(id);
    if (!one) {
      one = { layer, head, values: { layer }, serves: null };
      points.set(id, one);
    }
    return one;
  };
  for (const head of heads?.heads ?? []) {
    const { previousToken, twoBack, lineStart, sameName, binding, entropy } = head;
    Object.assign(point(head.layer, head.head).values, { previousToken, twoBack, lineStart, sameName, binding, entropy });
  }
  for (const share of heads?.logits ?? []) {
    if (share.part === 'head') {
      point(share.layer, share.head).values.directLogit = share.contribution.value;
    }
  }
  for (const rank of patch?.ranking ?? []) {
    if (rank.head > 0) {
      const one = point(rank.layer, rank.head);
      one.values.effect = rank.strongest.effect.value;
      one.values.success = rank.strongest.success;
      one.serves = rank.serves;
    }
  }
  return [...points.values()]
    .map((one) => ({ ...one, label: `${one.layer}.${one.head}` }))
    .sort((a, b) => a.layer - b.layer || a.head - b.head);
}

/** Names that a person gave to heads, as a link carries them: `3.2:last step;2.1:first hop`. */
export function writeNames(names: ReadonlyMap<string, string>): string {
  return [...names].filter(([, name]) => name !== '').map(([head, name]) => `${head}:${name.replaceAll(/[;:]/gu, ' ')}`).join(';');
}

/** Reads {@link writeNames}; what is no head is left out. */
export function readNames(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(';').flatMap((one) => {
      const match = /^(\d+\.\d+):(.+)$/u.exec(one);
      return match ? [[match[1] ?? '', (match[2] ?? '').slice(0, 40)] as const] : [];
    }),
  );
}
