import type { Proportion, SubspaceFinding, SubspaceResult, SubspaceTarget, SwapOutcome } from '../api/contract.g';

/** What each arm of the swap takes from the source, and what it is there for. */
export const arms: Readonly<
  Record<string, { readonly label: string; readonly explanation: string; readonly kind: 'claim' | 'ceiling' | 'control' | 'transfer' }>
> = {
  selected: { label: 'selected components', explanation: 'the components that the classifier keeps: the claim', kind: 'claim' },
  exchanged: { label: 'base and source exchanged', explanation: 'the selected components, the other way round', kind: 'claim' },
  rootAlone: { label: 'at the root alone', explanation: 'the selected components at the digit’s own token, chains of two hops and more', kind: 'control' },
  laterAlone: { label: 'at the later tokens alone', explanation: 'the selected components where the digit has to be handed on to, same programs', kind: 'claim' },
  laterWhole: { label: 'whole vector, later tokens', explanation: 'everything at the later tokens: the ceiling there', kind: 'ceiling' },
  laterVariance: { label: 'largest variance, later tokens', explanation: 'as many components, chosen without labels', kind: 'control' },
  laterRandom: { label: 'random subspaces, later tokens', explanation: 'of the same rank', kind: 'control' },
  wholeVector: { label: 'whole vector', explanation: 'everything at these tokens: the ceiling', kind: 'ceiling' },
  complement: { label: 'all but the selected', explanation: 'should do nothing, if the selected hold it all', kind: 'control' },
  largestVariance: { label: 'largest variance', explanation: 'as many components, chosen without labels', kind: 'control' },
  random: { label: 'random subspaces', explanation: 'of the same rank; spread over the draws beside it', kind: 'control' },
  equalNorm: { label: 'equal norm', explanation: 'moved as far, in a random direction', kind: 'control' },
  shuffledLabels: { label: 'shuffled labels', explanation: 'components selected from labels in random order', kind: 'control' },
  unseenClasses: { label: 'unseen classes', explanation: 'selected on half of the classes, swapped on the other half', kind: 'transfer' },
  selectedOnSamePairs: {
    label: 'selected, same pairs',
    explanation: 'the selected components on the pairs of the row above',
    kind: 'transfer',
  },
};

/** The part of the best success from which another works as well. */
export const nearlyAll = 0.9;

const armOrder = Object.keys(arms);

/** The swaps of a finding, claim first, then ceiling and controls. */
export function orderedSwaps(finding: SubspaceFinding): SwapOutcome[] {
  const place = (arm: string) => (armOrder.includes(arm) ? armOrder.indexOf(arm) : armOrder.length);
  return [...finding.swaps].sort((a, b) => place(a.arm) - place(b.arm));
}

/** The share of one arm; null where it was not measured. */
export function success(finding: SubspaceFinding, arm: string): Proportion | null {
  return finding.swaps.find((swap) => swap.arm === arm)?.success ?? null;
}

/** Layers that have a finding for a target. */
export function layersOf(result: SubspaceResult, target: SubspaceTarget): number[] {
  return result.findings.filter((finding) => finding.target === target).map((finding) => finding.layer);
}

/**
 * The layer to show first: the deepest one at which swapping the whole vector still works as well as anywhere, since there the components
 * are the model's own work and no longer the embeddings.
 */
export function tellingLayer(result: SubspaceResult, target: SubspaceTarget): number | null {
  const known = result.findings
    .filter((finding) => finding.target === target)
    .map((finding) => ({ layer: finding.layer, ceiling: success(finding, 'wholeVector')?.value ?? 0 }));
  const best = Math.max(0, ...known.map((one) => one.ceiling));
  const good = known.filter((one) => one.ceiling >= nearlyAll * best);
  return good.at(-1)?.layer ?? known[0]?.layer ?? null;
}

/** The finding of a layer and target. */
export function findingOf(result: SubspaceResult, layer: number, target: SubspaceTarget): SubspaceFinding | null {
  return result.findings.find((finding) => finding.layer === layer && finding.target === target) ?? null;
}
