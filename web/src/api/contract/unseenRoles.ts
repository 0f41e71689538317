/** Symbols in roles that they never had in training. */

import type { OutcomeShare } from './behaviour';
import type { AnswerLineGroup, Proportion } from './numbers';

export type SymbolRole = 'queried' | 'followed' | 'root' | 'answer';

/** Which program of a pair is the test set's own. */
export type UnseenOriginal = 'unseen' | 'seen';

export interface UnseenRoles {
  queried: string;
  followed: string;
  root: string;
  answer: string;
}

export interface PairedDifference {
  value: number;
  low: number;
  high: number;
}

export interface UnseenComparison {
  role: SymbolRole;
  original: UnseenOriginal;
  hops: number | null;
  answerLine: AnswerLineGroup | null;
  symbol: string | null;
  unseen: Proportion;
  seen: Proportion;
  bothRight: number;
  unseenAlone: number;
  seenAlone: number;
  difference: PairedDifference;
  pValue: number;
}

export interface UnseenSaying {
  role: SymbolRole;
  original: UnseenOriginal;
  arm: 'unseen' | 'seen';
  outcomes: OutcomeShare[];
  predictions: number[];
  unseenDigits: Proportion | null;
  bestOfUnseen: Proportion | null;
}

export interface CheckpointUnseen {
  step: number;
  comparisons: UnseenComparison[];
  sayings: UnseenSaying[];
}

export interface UnseenMilestone {
  role: SymbolRole;
  original: UnseenOriginal;
  unseen: number | null;
  seen: number | null;
}

export interface UnseenResult {
  format: number;
  unseen: UnseenRoles;
  programs: number;
  checkpoints: CheckpointUnseen[];
  level: number;
  milestones: UnseenMilestone[];
}
