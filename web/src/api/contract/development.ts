/** The places of the circuit, followed over training. */

import type { AnswerLineGroup, Proportion, TokenRole } from './numbers';

export interface FollowedCell {
  layer: number;
  role: TokenRole;
  why: string;
}

export interface GroupSize {
  hops: number;
  answerLine: AnswerLineGroup;
  tried: number;
  solved: number;
  /** Pairs on which the cells are followed. */
  programs: number;
  /** Other pairs, which chose the cells; 0 where they were given. */
  choosing?: number;
}

export interface CellSuccess {
  layer: number;
  role: TokenRole;
  hops: number;
  answerLine: AnswerLineGroup;
  success: Proportion;
}

export interface GroupAnswers {
  hops: number;
  answerLine: AnswerLineGroup;
  accuracy: Proportion;
}

export interface CheckpointCells {
  step: number;
  values: CellSuccess[];
  accuracy: GroupAnswers[];
}

export interface Emergence {
  layer: number;
  role: TokenRole;
  hops: number;
  answerLine: AnswerLineGroup;
  after: number | null;
  step: number;
  low: number;
  high: number | null;
  final: number;
}

export interface DevelopmentResult {
  format: number;
  cells: FollowedCell[];
  programs: GroupSize[];
  checkpoints: CheckpointCells[];
  order: Emergence[];
}
