/** What a run measured while it trained: data/runs/{run}/metrics.json. */

/** One evaluation during training: a line of metrics.jsonl. */
export interface MetricsLine {
  step: number;
  loss: number;
  learningRate: number;
  trainAccuracy: number;
  accuracy: number;
  n: number;
  byHops: { hops: number; n: number; correct: number }[];
  byAnswerLine: { line: number; n: number; correct: number }[];
  /** Counts of the digits 0-9. */
  predictions: number[];
  nonDigit: number;
  line1Constant: number;
  line2Constant: number;
  line2ConstantN: number;
  firstTwoConstants: number;
  anyConstant: number;
  /** What the wrong predictions equal; missing in lines of older builds. */
  wrong?: WrongTally;
  /** What every kind of token costs; missing in lines of older builds and of trainings on answers alone. */
  lossByRole?: LossByRole;
}

/** Nats per program. */
export interface LossByRole {
  n: number;
  leftHandSide: number;
  rightHandSideKind: number;
  rightHandSideDigit: number;
  rightHandSideVariable: number;
  query: number;
  answer: number;
  fixed: number;
}

export interface WrongTally {
  n: number;
  firstTwoConstants: number;
  /** How many would be, on average, if each were a guess among the program's constants. */
  firstTwoGuessed: number;
  anyConstant: number;
  anyGuessed: number;
}

export interface TimingLine {
  step: number;
  from: number;
  seconds: number;
  stepsPerSecond: number;
}

/** The least that a task's tokens can cost, in nats per program; entry k of a list is of a predictor that tells depths 1 to k apart, the last tells all. */
export interface KnowledgeFloors {
  programs: number;
  leftHandSide: number;
  rightHandSideKind: number;
  rightHandSideDigit: number;
  rightHandSideVariable: number[];
  query: number[];
}

export interface RunMetrics {
  /** Null in older runs and in trainings on answers alone. */
  floors: KnowledgeFloors | null;
  metrics: MetricsLine[];
  timing: TimingLine[];
}
