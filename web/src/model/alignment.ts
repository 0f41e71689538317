import type { AlignmentCeiling, AlignmentFit, AlignmentResult, SubspaceTarget } from '../api/contract.g';

/** The places at which subspaces were trained for a target, by layer. */
export function alignmentPlaces(result: AlignmentResult, target: SubspaceTarget): AlignmentCeiling[] {
  return result.ceilings.filter((ceiling) => ceiling.target === target && ceiling.isFitted).sort((a, b) => a.layer - b.layer);
}

/** The fits of a place, by rank. */
export function alignmentFits(result: AlignmentResult, target: SubspaceTarget, place: { layer: number; token: string }): AlignmentFit[] {
  return result.fits
    .filter((fit) => fit.target === target && fit.layer === place.layer && fit.token === place.token)
    .sort((a, b) => a.rank - b.rank);
}

/** `rhs+2` as words. */
export function tokenWords(token: string): string {
  const after = /^rhs\+(\d+)$/.exec(token)?.[1];
  return after === undefined ? 'right-hand sides' : `${after} ${after === '1' ? 'token' : 'tokens'} after the right-hand sides`;
}
