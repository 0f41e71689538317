/** Test programs over the checkpoints: data/runs/{run}/programs.json. */

export interface ShownProgram {
  index: number;
  text: string;
  answer: number;
  hops: number;
  answerLine: number;
  distractors: number;
  group: 'random' | 'easy' | 'hard';
  learnedStep: number | null;
}

export interface ProgramsResult {
  format?: number;
  programs: ShownProgram[];
  steps: number[];
  /** [program][step]: the predicted digit, 10 or more for a token that is no digit. */
  predictions: number[][];
  /** [program][step]: probability of the answer. */
  probability: number[][];
}
