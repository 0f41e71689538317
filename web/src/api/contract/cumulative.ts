/** Was the circuit built on the heuristic? */

import type { AnswerLineGroup, Estimate, Proportion, TokenRole } from './numbers';

export type TokenKind = 'name' | 'equalsSign' | 'right' | 'newline' | 'hash' | 'query' | 'colon';
export type RouteOrigin = 'last' | 'plateau' | 'none';
export type Ablation = 'none' | 'heuristic' | 'circuit' | 'shared' | 'both' | 'randomAsHeuristic' | 'randomAsCircuit';
export type AblationMethod = 'mean' | 'zero';
export type TransplantDirection = 'earlierIntoLast' | 'lastIntoEarlier';

export interface EarlyRoute {
  layer: number;
  firstTwoLines: Proportion;
  later: Proportion;
  isRetained: boolean;
}

export interface RoutePart {
  layer: number;
  head: number;
  token: TokenKind;
  hops: number;
  answerLine: AnswerLineGroup;
  role: TokenRole;
  effect: Estimate;
}

export interface AblationAccuracy {
  step: number;
  ablation: Ablation;
  method: AblationMethod;
  /** `1`, `2`, `later` or `all`. */
  answerLine: string;
  accuracy: Proportion;
  lowest: number;
  highest: number;
}

export interface PartEffect {
  step: number;
  /** Number of the part in the circuit, 0-based. */
  part: number;
  effect: Estimate;
  success: Proportion;
}

export interface PartEmergence {
  part: number;
  after: number | null;
  step: number;
  low: number;
  high: number | null;
}

export interface TransplantAccuracy {
  step: number;
  block: string;
  direction: TransplantDirection;
  accuracy: Proportion;
}

export interface CumulativeResult {
  format: number;
  checkpoint: number;
  programs: number;
  early: EarlyRoute | null;
  origin: RouteOrigin;
  heuristicCheckpoint: number | null;
  heuristic: RoutePart[];
  circuit: RoutePart[];
  shared: number;
  ablations: AblationAccuracy[];
  effects: PartEffect[];
  order: PartEmergence[];
  transplants: TransplantAccuracy[];
}
