/** Programs with lines that no training program had. */

import type { Proportion } from './numbers';

export type HeldOutPlace = 'none' | 'root' | 'elsewhere';

export interface HeldOutAccuracy {
  step: number;
  place: HeldOutPlace;
  accuracy: Proportion;
}

export interface HeldOutResult {
  format: number;
  share: number;
  combinations: string[];
  programs: number;
  accuracy: HeldOutAccuracy[];
}
