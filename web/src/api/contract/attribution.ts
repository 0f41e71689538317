/** First-order estimates of what each patch would do, beside exact patches. */

import type { AnswerLineGroup, Estimate, TokenRole } from './numbers';
import type { PatchTarget } from './patching';

export interface AttributionCell {
  layer: number;
  head: number;
  role: TokenRole;
  attribution: number;
  exact: number | null;
  drawn: boolean;
  attributionOver?: Estimate | null;
  exactOver?: Estimate | null;
}

export interface AttributionGroup {
  /** Cells where no patch can change the answer; not among those drawn at random. */
  inert?: number;
  hops: number;
  answerLine: AnswerLineGroup;
  tried: number;
  solved: number;
  programs: number;
  cells: AttributionCell[];
  rankCorrelation: number;
  sampleRankCorrelation: number | null;
}

export interface AttributionResult {
  format: number;
  checkpoint: number;
  target: PatchTarget;
  groups: AttributionGroup[];
}
