/**
 * Every record that the pages read from the server or from an exported folder, and every request they send. The names are those of the C# records
 * with a small first letter; enumerations arrive as their members' names with a small first letter. A test compares this file with the C# records.
 *
 * Lines, layers and heads are 1-based, token positions and digits 0-based; `programs` is always the n behind a number, an interval always 95 %.
 */

/* ---- numbers ---- */

/** A share of programs with Wilson's interval. */
export interface Proportion {
  value: number;
  low: number;
  high: number;
  programs: number;
}

/** A mean over programs with its bootstrap interval. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  programs: number;
}

/** A token by what it does in its program: `rhs:1`, `rhs:1+3`, `name:2`, `query`, `colon`, `hash`, `line:3`, `line:3.newline`, `12`. */
export type TokenRole = string;

/** Where the answer stands: line 1, line 2 or a later line. */
export type AnswerLineGroup = 'first' | 'second' | 'later';

/* ---- the site and its runs: data/site.json, data/runs/{run}/… ---- */

export interface Limits {
  programCharacters: number;
  programLines: number;
  bodyBytes: number;
  queue: number;
  deadlineSeconds: number;
}

export interface RunSummary {
  name: string;
  preset: string;
  seed: number;
  steps: number;
  lastStep: number;
  state: 'training' | 'stopped' | 'finished';
  parameters: number;
  lines: number;
  maximumHops: number;
  layers: number;
  heads: number;
  width: number;
  accuracy: Proportion | null;
  phase: string | null;
  assistance: string[];
  checkpoints: number;
  analyses: number;
  reference: boolean;
}

export interface Site {
  format: number;
  version: string;
  live: boolean;
  limits: Limits;
  runs: RunSummary[];
  /** Folders beside the runs that cannot be read as runs, and why. */
  problems?: string[];
}

export interface CheckpointEntry {
  step: number;
  accuracy: number | null;
}

export interface AnalysisEntry {
  name: string;
  kind: string;
  checkpoint: number | null;
  title: string;
  question: string;
  command: string;
  /** 0 where only the checkpoints' own files exist yet. */
  bytes: number;
  spec: unknown;
  /** Steps with a file of their own: analyses/{name}/checkpoints/{step}.json. */
  checkpoints?: number[];
}

export interface RunDetail {
  summary: RunSummary;
  spec: RunSpec;
  environment: RunEnvironment | null;
  checkpoints: CheckpointEntry[];
  phases: PhasesResult | null;
  analyses: AnalysisEntry[];
  /** Whether there is a report, at data/report/{run}/index.html. */
  report: boolean;
}

export interface RunSpec {
  format: number;
  assistance: string[];
  preset: Preset;
}

export interface Preset {
  name: string;
  task: {
    lines: number;
    maximumHops: number;
    constantShare: number;
    depthExponent: number;
    names: string;
    depth: string;
    nameCount: number;
    digitCount: number;
    balance: string;
  };
  data: { train: number; validation: number; test: number; heldOutCombinations: number; seed: number };
  model: {
    layers: number;
    heads: number;
    headWidth: number;
    width: number;
    mlpWidth: number;
    vocabulary: number;
    positions: number;
    biases: string;
    ropeBase: number;
    dropout: number;
    parameterCount: number;
  };
  training: {
    steps: number;
    batch: number;
    objective: { loss: string; queries: number; answerAtQueryVariable: number; valueAtRightHandSide: number };
    optimizer: { beta1: number; beta2: number; epsilon: number; weightDecay: number; clipNorm: number };
    learningRate: { peak: number; warmupSteps: number; decayFrom: number; floor: number };
    source: string;
    curriculum: unknown[];
    evaluationPrograms: number;
    seed: number;
  };
}

export interface RunEnvironment {
  version: string;
  torch: string;
  runtime: string;
  system: string;
  architecture: string;
  device: string;
  workers: number;
  threads: number;
}

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
}

export interface TimingLine {
  step: number;
  from: number;
  seconds: number;
  stepsPerSecond: number;
}

export interface RunMetrics {
  metrics: MetricsLine[];
  timing: TimingLine[];
}

/* ---- test programs over the checkpoints: data/runs/{run}/programs.json ---- */

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

/* ---- phases ---- */

export type PhaseKind = 'chance' | 'heuristic' | 'solved' | 'other';

export interface StepInterval {
  low: number;
  high: number;
}

export interface GroupAccuracy {
  group: string;
  accuracy: Proportion;
}

export interface HeuristicAgreement {
  firstTwoConstants: number;
  line1Constant: number;
  line2Constant: number | null;
  anyConstant: number;
  mostFrequentDigit: number;
  nonDigit: number;
}

export interface Phase {
  kind: PhaseKind;
  firstStep: number;
  lastStep: number;
  start: StepInterval | null;
  end: StepInterval | null;
  evaluations: number;
  accuracy: Proportion;
  finalAccuracy: number;
  byAnswerLine: GroupAccuracy[];
  byHops: GroupAccuracy[];
  agreement: HeuristicAgreement;
}

export interface PhaseTransition {
  from: PhaseKind | null;
  to: PhaseKind | null;
  lastStepBefore: number;
  firstStepAfter: number;
  evaluations: number;
  rise: number;
}

export interface Milestone {
  accuracy: number;
  firstReached: number | null;
  sustainedFrom: number | null;
}

export interface TrajectoryFit {
  steps: number[];
  accuracy: number[];
  fitted: number[];
  levels: number;
  dispersion: number;
  autocorrelation: number;
}

export interface PhasesResult {
  format: number;
  phases: Phase[];
  transitions: PhaseTransition[];
  findings: string[];
  milestones: Milestone[];
  fit: TrajectoryFit;
}

/* ---- behaviour ---- */

export type ProgramFeature =
  | 'answerLine'
  | 'hops'
  | 'distractors'
  | 'branches'
  | 'chainSpan'
  | 'queriedNameAssignments'
  | 'queryLine'
  | 'rebindingsOnChain'
  | 'constants';

export type Heuristic =
  | 'chain'
  | 'firstLine'
  | 'secondLine'
  | 'secondConstant'
  | 'lastConstant'
  | 'mostFrequentConstant'
  | 'longestChain'
  | 'lastLine'
  | 'oneHop'
  | 'twoHops'
  | 'firstAssignment'
  | 'lateBinding'
  | 'nearestConstant';

export type Outcome = 'right' | 'firstLine' | 'secondConstant' | 'otherConstant' | 'absentDigit' | 'nonDigit';

export interface FeatureAccuracy {
  feature: ProgramFeature;
  value: number;
  accuracy: Proportion;
}

export interface CellAccuracy {
  hops: number;
  answerLine: number;
  accuracy: Proportion;
}

export interface PredictionShare {
  /** 0-9, -1 for any token that is no digit. */
  digit: number;
  share: Proportion;
}

export interface HeuristicMatch {
  heuristic: Heuristic;
  right: Proportion | null;
  says: Proportion | null;
  saysWhereWrong: Proportion | null;
  weight: Estimate | null;
  explains: Proportion | null;
}

export interface Disagreement {
  first: Heuristic;
  second: Heuristic;
  saysFirst: Proportion;
  saysSecond: Proportion;
  pValue: number;
}

export interface CalibrationBin {
  from: number;
  to: number;
  confidence: number;
  accuracy: Proportion;
}

export interface Calibration {
  bins: CalibrationBin[];
  expectedError: Estimate;
  overconfidence: Estimate;
  loss: Estimate;
}

export interface OutcomeShare {
  outcome: Outcome;
  share: Proportion;
}

export interface CheckpointBehaviour {
  step: number;
  accuracy: Proportion;
  byFeature: FeatureAccuracy[];
  byHopsAndLine: CellAccuracy[];
  predictions: PredictionShare[];
  /** [answer][prediction], the last column for tokens that are no digit. */
  confusion: number[][];
  heuristics: HeuristicMatch[];
  guess: Estimate | null;
  disagreements: Disagreement[];
  calibration: Calibration;
  outcomes: OutcomeShare[];
  predictionOf: number[];
  explainedBy: number[];
}

export interface Transition {
  from: number;
  to: number;
  before: Outcome;
  after: Outcome;
  programs: number;
}

export interface Flips {
  from: number;
  to: number;
  programs: number;
  bothRight: number;
  gained: number;
  lost: number;
  pValue: number;
}

export interface LearningGroup {
  feature: ProgramFeature;
  value: number;
  programs: number;
  learned: number;
  medianStep: number | null;
  low: number | null;
  high: number | null;
  forgettings: number;
}

export interface LearnedProgram {
  program: number;
  text: string;
  answer: number;
  hops: number;
  answerLine: number;
  learnedAt: number | null;
  forgotten: number;
  rightAt: number;
}

export interface Learning {
  learnedAt: number[];
  firstRight: number[];
  forgotten: number[];
  learned: Proportion;
  neverForgotten: Proportion;
  groups: LearningGroup[];
  hard: LearnedProgram[];
  easy: LearnedProgram[];
}

export interface TellingCase {
  program: number;
  text: string;
  answer: number;
  digits: number[];
}

export interface BehaviourResult {
  format: number;
  programs: number;
  checkpoints: CheckpointBehaviour[];
  transitions: Transition[];
  flips: Flips[];
  learning: Learning | null;
  tellingCases: TellingCase[];
  /** The programs that were asked, in the order of `predictionOf`; null in results of older builds. */
  texts?: string[] | null;
}

/* ---- which features tell of success; two models on the same programs ---- */

export interface FeatureImportance {
  feature: ProgramFeature;
  lossIncrease: Estimate;
  areaDecrease: number;
}

export interface CheckpointImportance {
  step: number;
  accuracy: Proportion;
  predicted: Proportion | null;
  guessed: Proportion | null;
  area: number;
  loss: number;
  nullLoss: number;
  converged: boolean;
  features: FeatureImportance[];
}

export interface ImportanceResult {
  format: number;
  fitPrograms: number;
  testPrograms: number;
  checkpoints: CheckpointImportance[];
}

export interface FeatureFlips {
  feature: ProgramFeature;
  value: number;
  programs: number;
  gained: number;
  lost: number;
  pValue: number;
  adjustedPValue: number;
}

export interface FlippedProgram {
  index: number;
  text: string;
  answer: number;
  firstSays: number;
  secondSays: number;
}

export interface ComparisonResult {
  format: number;
  firstRun: string;
  firstStep: number;
  secondRun: string;
  secondStep: number;
  firstAccuracy: Proportion;
  secondAccuracy: Proportion;
  difference: Estimate;
  bothRight: number;
  gained: number;
  lost: number;
  bothWrongAlike: number;
  bothWrong: number;
  pValue: number;
  byFeature: FeatureFlips[];
  gainedPrograms: FlippedProgram[];
  lostPrograms: FlippedProgram[];
}

/* ---- seeds ---- */

export type Boundary =
  | 'chanceEnds'
  | 'heuristicBegins'
  | 'heuristicEnds'
  | 'solvedBegins'
  | 'ninety'
  | 'ninetyNine'
  | 'ninetyNinePointNine';

export interface RunBoundary {
  boundary: Boundary;
  step: number | null;
  interval: StepInterval | null;
}

export interface SeedRun {
  name: string;
  seed: number;
  phases: PhaseKind[];
  boundaries: RunBoundary[];
  plateau: Proportion | null;
  plateauFirstTwoConstants: number | null;
  final: Proportion;
  steps: number[];
  accuracy: number[];
}

export interface BoundarySpread {
  boundary: Boundary;
  runs: number;
  of: number;
  earliest: number | null;
  median: number | null;
  latest: number | null;
  mean: number | null;
  low: number | null;
  high: number | null;
}

export interface CurvePoint {
  step: number;
  runs: number;
  mean: number;
  lowest: number;
  highest: number;
  standardDeviation: number;
}

export interface SeedsResult {
  format: number;
  runs: SeedRun[];
  spread: BoundarySpread[];
  curve: CurvePoint[];
  allThreePhases: number;
}

/* ---- patching ---- */

export type PatchTarget = 'residual' | 'heads' | 'mlp';

export interface LogitMeans {
  new: Estimate;
  original: Estimate;
  /** Of the source's answer among the ten digits. */
  probability: Estimate;
  /** KL(base run || patched run) of the ten digits' probabilities, in nats. */
  divergence: Estimate;
}

export interface EffectCell {
  layer: number;
  /** 0 where the site has no heads. */
  head: number;
  role: TokenRole;
  success: Proportion;
  kept: Proportion;
  logitDifference: Estimate;
  effect: Estimate;
  /** Null in controls, absent in results of earlier versions. */
  logits?: LogitMeans | null;
}

export interface OutcomeCell {
  layer: number;
  head: number;
  role: TokenRole;
  value: Proportion;
  pointer: Proportion;
  kept: Proportion;
}

export interface GroupControls {
  noOpLargestChange: number;
  unrelated: EffectCell[];
  swapped: EffectCell[];
  random: EffectCell[];
  movedRoot: OutcomeCell[];
}

export interface GroupEffects {
  hops: number;
  answerLine: AnswerLineGroup;
  available: number;
  tried: number;
  solved: number;
  programs: number;
  cells: EffectCell[];
  controls: GroupControls;
}

export interface RoleEffect {
  role: TokenRole;
  hops: number;
  effect: Estimate;
  success: number;
}

export interface ComponentRank {
  layer: number;
  head: number;
  strongest: RoleEffect;
  serves: string;
  byRole: RoleEffect[];
}

export interface PatchResult {
  format: number;
  checkpoint: number;
  target: PatchTarget;
  layers: number;
  heads: number;
  groups: GroupEffects[];
  ranking: ComponentRank[];
}

export interface EdgeCell {
  layer: number;
  head: number;
  from: TokenRole;
  to: TokenRole;
  kept: Proportion;
  marginLost: Estimate;
  patternSuccess: Proportion;
}

export interface EdgeGroup {
  hops: number;
  answerLine: AnswerLineGroup;
  available: number;
  tried: number;
  solved: number;
  programs: number;
  cells: EdgeCell[];
}

export interface EdgeResult {
  format: number;
  checkpoint: number;
  granularity: 'heads' | 'layers' | 'model';
  groups: EdgeGroup[];
}

/* ---- one program: the residual map and single patches ---- */

export interface MapToken {
  position: number;
  text: string;
  line: number;
  role: TokenRole | null;
}

export interface MapCell {
  layer: number;
  position: number;
  newDigitChange: number;
  normalised: number;
  top: number;
  success: boolean;
  changed: boolean;
  /** The ten digits' logits of the patched run; null where nothing changed. */
  logits: number[] | null;
}

/** Figure 3a: one program, every layer and token (C#: Patching.Single.MapResult). */
export interface PatchMap {
  format: number;
  checkpoint: number;
  tokens: MapToken[];
  layers: number;
  baseAnswer: number;
  sourceAnswer: number;
  baseLogits: number[];
  sourceLogits: number[];
  cells: MapCell[];
}

export interface PairPatchResult {
  base: number[];
  source: number[];
  patched: number[];
  position: number;
  sourcePosition: number;
  baseAnswer: number;
  sourceAnswer: number;
  baseTop: number;
  sourceTop: number;
  patchedTop: number;
  effect: string;
}

/* ---- heads, attribution, logit lens ---- */

export interface RoleAttention {
  hops: number;
  from: TokenRole;
  to: TokenRole;
  weight: number;
  over?: Estimate | null;
}

export interface HeadEstimates {
  previousToken: Estimate;
  twoBack: Estimate;
  lineStart: Estimate;
  sameName: Estimate;
  binding: Estimate;
  entropy: Estimate;
}

export interface HeadAttention {
  layer: number;
  head: number;
  previousToken: number;
  twoBack: number;
  lineStart: number;
  sameName: number;
  binding: number;
  entropy: number;
  betweenRoles: RoleAttention[];
  estimates?: HeadEstimates | null;
}

export interface LogitShare {
  part: string;
  layer: number;
  head: number;
  contribution: Estimate;
}

export interface HeadResult {
  format: number;
  checkpoint: number;
  programs: number;
  tried: number;
  heads: HeadAttention[];
  logits: LogitShare[];
  logitDifference: number;
}

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

export interface LensCell {
  layer: number;
  role: TokenRole;
  answer: Proportion;
  firstLine: Proportion | null;
  answerProbability: Estimate;
  firstLineProbability: Estimate | null;
  difference: Estimate | null;
  digitProbability: number[];
  digitMass: number;
}

export interface LensGroup {
  hops: number;
  answerLine: AnswerLineGroup;
  programs: number;
  cells: LensCell[];
}

export interface LensCheckpoint {
  step: number;
  groups: LensGroup[];
}

export interface LensResult {
  format: number;
  layers: number;
  checkpoints: LensCheckpoint[];
}

/* ---- development of the circuit ---- */

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

/* ---- programs with lines that no training program had ---- */

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

/* ---- symbols in roles that they never had in training ---- */

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

/* ---- the report: data/report/{run}/report.json ---- */

export type Verdict = 'reproduced' | 'differs' | 'undecided' | 'notTested';

export interface Measure {
  kind: 'share' | 'difference';
  value: number;
  low: number;
  high: number;
  n: number;
}

export interface Band {
  atLeast: number | null;
  atMost: number | null;
}

export interface Finding {
  label: string;
  /** What the paper says, in words. */
  paper: string;
  ours: Measure | null;
  observation: string;
  band: Band | null;
  verdict: Verdict;
}

export interface Claim {
  id: string;
  /** The paper's figure or table. */
  figure: string;
  statement: string;
  /** The criterion, in words. */
  rule: string;
  findings: Finding[];
  verdict: Verdict;
  note: string;
  command: string | null;
}

export interface ReportFigure {
  id: string;
  label: string;
  caption: string;
  /** Below data/report/{run}/; null where it could not be drawn. */
  file: string | null;
  missing: string;
  command: string;
}

export interface ReportDocument {
  format: number;
  run: string;
  preset: string;
  seed: number;
  step: number;
  steps: number;
  parameters: number;
  assistance: string[];
  against: string;
  also: string | null;
  reproduced: number;
  differs: number;
  undecided: number;
  notTested: number;
  claims: Claim[];
  figures: ReportFigure[];
}

/* ---- which of the interpreter's variables lives where ---- */

export type SourceEdit = 'rootDigit' | 'movedRoot' | 'redirectedLine' | 'redirectedQuery' | 'exchangedNames' | 'unrelatedDigit';

export interface InterchangeGroupSize {
  source: SourceEdit;
  depth: number;
  hops: number;
  tried: number;
  possible: number;
  programs: number;
  noOpLargestChange: number;
}

export interface InterchangeCell {
  /** `value:k`, `refers-to:k`, `queried-name`, `answer`, `root-line`, `bound-names` or `unrelated`. */
  variable: string;
  source: SourceEdit;
  hops: number;
  layer: number;
  /** A token's role, or `both:newline` and the like. */
  place: string;
  accuracy: Proportion;
  chance: number;
  rival: Proportion | null;
  kept: Proportion;
}

export interface VariableHome {
  variable: string;
  source: SourceEdit;
  hops: number;
  layer: number;
  place: string;
  accuracy: Proportion;
  random: Proportion;
  after: number | null;
  step: number;
  low: number;
  high: number | null;
}

export interface CheckpointAbstraction {
  step: number;
  /** One per home, in the order in which they were chosen, the same at every checkpoint. */
  cells: InterchangeCell[];
}

export interface AbstractionResult {
  format: number;
  checkpoint: number;
  layers: number;
  programs: InterchangeGroupSize[];
  cells: InterchangeCell[];
  homes: VariableHome[];
  checkpoints: CheckpointAbstraction[];
}

/* ---- was the circuit built on the heuristic? ---- */

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

/* ---- subspaces ---- */

export type SubspaceTarget = 'digit' | 'name';

export type SwapArm =
  | 'selected'
  | 'wholeVector'
  | 'complement'
  | 'largestVariance'
  | 'random'
  | 'equalNorm'
  | 'shuffledLabels'
  | 'unseenClasses'
  | 'selectedOnSamePairs'
  | 'exchanged';

export interface SwapOutcome {
  arm: SwapArm;
  rank: number;
  success: Proportion;
  kept: Proportion;
  draws: number;
  lowest: number;
  highest: number;
}

export interface PathPoint {
  penalty: number;
  kept: number;
  accuracy: number;
  objective: number;
  gap: number;
  iterations: number;
  converged: boolean;
}

export interface SubspaceFinding {
  layer: number;
  target: SubspaceTarget;
  tokens: number;
  components: number[];
  variance: number;
  penalty: number;
  gap: number;
  converged: boolean;
  accuracy: Estimate;
  unshrunkAccuracy: Estimate;
  allComponentsAccuracy: Estimate;
  shuffledAccuracy: Estimate;
  pairs: number;
  swaps: SwapOutcome[];
  path: PathPoint[];
}

export interface SubspaceResult {
  format: number;
  checkpoint: number;
  width: number;
  components: number;
  findings: SubspaceFinding[];
}

export interface MapCheckpoint {
  step: number;
  components: number[];
  x: number[];
  y: number[];
  shown: number;
  disparity: number;
  nearestCentre: number;
  /** A UMAP of the same tokens, started at the aligned map. */
  umapX: number[];
  umapY: number[];
  trustworthiness: number;
  planeTrustworthiness: number;
}

/** Points of tokens in two dimensions over the checkpoints (C#: Subspaces.Maps.MapResult). */
export interface SubspaceMap {
  format: number;
  layer: number;
  target: SubspaceTarget;
  classes: number[];
  depths: number[];
  checkpoints: MapCheckpoint[];
}

/* ---- trained subspaces ---- */

export interface AlignmentCeiling {
  layer: number;
  target: SubspaceTarget;
  /** `rhs`, or `rhs+1` to `rhs+3`. */
  token: string;
  trainSuccess: Proportion;
  success: Proportion;
  isFitted: boolean;
}

export interface AlignmentFit {
  layer: number;
  target: SubspaceTarget;
  token: string;
  rank: number;
  success: Proportion;
  kept: Proportion;
  trainSuccess: Proportion;
  random: Proportion;
  randomHighest: number;
  shuffled: Proportion | null;
  loss: number;
  steps: number;
  converged: boolean;
}

export interface AlignmentResult {
  format: number;
  checkpoint: number;
  width: number;
  ceilings: AlignmentCeiling[];
  fits: AlignmentFit[];
}

/* ---- generalisation and probes ---- */

export type Variation =
  | 'none'
  | 'longDistractorChains'
  | 'manyConstants'
  | 'flatDistractors'
  | 'uniqueNames'
  | 'fewNames'
  | 'movedQuery';

export interface GeneralisationPoint {
  value: number;
  answerLine: AnswerLineGroup;
  accuracy: Proportion;
}

export interface VariationAccuracy {
  variation: Variation;
  answerLine: AnswerLineGroup;
  accuracy: Proportion;
}

export interface GeneralisationCell {
  variation: Variation;
  lines: number;
  hops: number;
  answerLine: AnswerLineGroup;
  accuracy: Proportion;
  saysFirstLine: Proportion | null;
}

export interface GeneralisationResult {
  format: number;
  checkpoint: number;
  trainedLines: number;
  trainedHops: number;
  longestLines: number;
  byLines: GeneralisationPoint[];
  byHops: GeneralisationPoint[];
  byVariation: VariationAccuracy[];
  cells: GeneralisationCell[];
}

export interface StateProbe {
  afterLayer: number;
  state: Estimate;
  boundVariable: Estimate;
  anyVariable: Estimate;
  ownVariable: Estimate;
  shuffledState: Estimate;
  shuffledBoundVariable: Estimate;
  gap: number;
  iterations: number;
  converged: boolean;
}

export interface LineProbe {
  afterLayer: number;
  target: 'value' | 'depth';
  accuracy: Estimate;
  onVariables: Estimate;
  majority: number;
  control: Estimate;
  selectivity: number;
  gap: number;
  iterations: number;
  converged: boolean;
}

export interface ProbeResult {
  format: number;
  checkpoint: number;
  layers: number;
  fitPrograms: number;
  testPrograms: number;
  states: StateProbe[];
  lines: LineProbe[];
}

/* ---- live: POST api/… ---- */

export interface ProgramLine {
  name: string;
  right: string;
  value: number;
  depth: number;
  rootLine: number;
  /** The line that bound the variable on the right-hand side; null for a constant. */
  references: number | null;
}

export interface CounterfactualProgram {
  text: string;
  answer: number;
}

export interface ProgramRequest {
  text: string;
  source?: string;
}

export interface ProgramResponse {
  text: string;
  query: string;
  answer: number;
  hops: number;
  rootLine: number;
  chainLines: number[];
  lines: ProgramLine[];
  counterfactual: CounterfactualProgram | null;
  counterfactuals: CounterfactualProgram[];
}

export interface RandomProgramRequest {
  run: string;
  hops?: number;
  answerLine?: number;
  seed?: number;
}

export interface RandomProgramResponse {
  text: string;
  source: string;
}

export type LivePart = 'logits' | 'residual' | 'heads' | 'lens' | 'attention' | 'mlp';

export interface LiveRequest {
  program: string;
  source: string;
  parts: LivePart[];
}

/** data/runs/{run}/example.json */
export interface ExamplePrograms {
  base: string;
  source: string;
}

export interface LogitPair {
  base: number[];
  source: number[];
}

/** What patching one head's contribution (or one MLP's output, under head 1) does at every token. */
export interface ComponentMap {
  layers: number;
  /** 0 for MLPs. */
  heads: number;
  /** [layer][head][token]: change of the new digit's logit, patched minus base. */
  change: number[][][];
  /** [layer][head][token]: the patched run's top digit. */
  top: number[][][];
  /** [layer][head][token]: whether the patch changed an activation that the answer can depend on. */
  changed: boolean[][][];
}

export interface AttentionMap {
  layers: number;
  heads: number;
  /** [layer][head][looking token][token looked at]; a row may end at its own token. */
  pattern: number[][][][];
}

export interface LensMapToken {
  position: number;
  token: string;
  /** [entering layer 1 … leaving the last layer][digit] */
  digitLogits: number[][];
  top: string[];
}

export interface LensMap {
  format: number;
  checkpoint: number;
  program: string;
  answer: number;
  tokens: LensMapToken[];
}

export interface LiveProgram {
  program: string;
  source: string;
  step: number;
  logits: LogitPair | null;
  residual: PatchMap | null;
  heads: ComponentMap | null;
  mlp: ComponentMap | null;
  lens: LensMap | null;
  attention: AttentionMap | null;
}

export interface PatchRequest {
  program: string;
  source: string;
  interventions: { site: string; head?: number; role?: TokenRole; position?: number }[];
}

export interface LogitsOverTrainingRequest {
  program: string;
}

export interface CheckpointLogits {
  step: number;
  /** Ten digits at the colon. */
  logits: number[];
  /** [layer][digit]: the lens at the colon. */
  lens: number[][];
}

export interface TrainingLogits {
  program: string;
  answer: number;
  layers: number;
  checkpoints: CheckpointLogits[];
}

/* ---- trainings begun from a page: api/train… ---- */

/** A preset that can be trained from a page. */
export interface PresetOffer {
  name: string;
  lines: number;
  maximumHops: number;
  parameters: number;
  steps: number;
  /** Minutes on two free cores. */
  minutesFrom: number;
  /** Minutes on two cores that other work shares. */
  minutesTo: number;
  assistance: string[];
}

export type DeskStage = 'training' | 'phases' | 'analyses';
export type DeskState = 'running' | 'stopping' | 'stopped' | 'finished' | 'failed';

/** What the server works on, or did last. */
export interface DeskJobState {
  run: string;
  stage: DeskStage;
  state: DeskState;
  /** The last line that its command said. */
  message: string | null;
  error: string | null;
  hint: string | null;
}

export interface TrainingOffer {
  /** Why nothing can be begun on this server; null where it can. */
  refusal: string | null;
  presets: PresetOffer[];
  job: DeskJobState | null;
  /** The runs that are trained now, by whomever. */
  training: RunSummary[];
  /** A text that changes when a run comes, goes, changes its state or gets an analysis. */
  listing: string;
}

export interface TrainRequest {
  preset: string;
  seed: number;
}

export interface TrainingAnswer {
  run: string;
}

/** RFC 9457, as every refused request answers. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  hint?: string;
  errors?: { line: number; column: number; message: string; field?: string }[];
}
