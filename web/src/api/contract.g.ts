// Written by `make contract` from the C# code; a test fails where it is stale. Do not edit.

/** Which parts are ablated. */
export type Ablation = 'none' | 'heuristic' | 'circuit' | 'shared' | 'both' | 'randomAsHeuristic' | 'randomAsCircuit';

/** What a checkpoint still answers without some of its parts. */
export interface AblationAccuracy {
  /** The checkpoint. */
  step: number;
  /** Which parts. */
  ablation: Ablation;
  /** What stands in for them. */
  method: AblationMethod;
  /** The programs' answer line: `1`, `2`, `later` or `all`. */
  answerLine: string;
  /** Of these programs; over draws the mean. */
  accuracy: Proportion;
  /** Of the draw that harms most; the accuracy itself where nothing is drawn. */
  lowest: number;
  /** Of the draw that harms least. */
  highest: number;
}

/** What stands in for an ablated head's output. */
export type AblationMethod = 'mean' | 'zero';

/** Which of the interpreter's variables lives where: plain data, as `analyses/abstraction/result.json` holds it. */
export interface AbstractionResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint that `cells` shows: the last. */
  checkpoint: number;
  /** Layers of the model. */
  layers: number;
  /** Programs of each kind of source. */
  programs: readonly InterchangeGroupSize[];
  /** Every variable at every layer and place. */
  cells: readonly InterchangeCell[];
  /** The places that stand for a variable, in the order in which it moved in. */
  homes: readonly VariableHome[];
  /** The homes over training, by step. */
  checkpoints: readonly CheckpointAbstraction[];
}

/** How often the answer follows the address by line where that line is one of the first two or a later one. */
export interface AddressShare {
  /** Where the address points. */
  line: AnswerLineGroup;
  /** Answers that are what the base has there, mean of both sources. */
  share: Proportion;
}

/** What swapping whole vectors does: no subspace can do more for the right reason. */
export interface AlignmentCeiling {
  /** The layer that the vectors enter, 1-based. */
  layer: number;
  /** The variable. */
  target: SubspaceTarget;
  /** The tokens, as in `token`. */
  token: string;
  /** Success of whole vectors on the pairs to learn from, by which the token was chosen. */
  trainSuccess: Proportion;
  /** Success on the test pairs. */
  success: Proportion;
  /** Whether rotations were trained there: the token with most success, and enough of it. */
  isFitted: boolean;
}

/** A trained subspace of one layer's input, and what swapping it does to other programs. */
export interface AlignmentFit {
  /** The layer that the vectors enter, 1-based. */
  layer: number;
  /** The variable. */
  target: SubspaceTarget;
  /** The tokens: `rhs`, or `rhs+1` to `rhs+3` for as many tokens after the right-hand sides. */
  token: string;
  /** Dimensions. */
  rank: number;
  /** Programs of the test pairs that answer as the source does. */
  success: Proportion;
  /** Programs that answer as before. */
  kept: Proportion;
  /** Success on the pairs that were learned from. */
  trainSuccess: Proportion;
  /** Success of random subspaces of equal rank, mean over the draws. */
  random: Proportion;
  /** Of the most successful draw. */
  randomHighest: number;
  /** Success after training on the source answers of other pairs; null where that was not tried (all ranks but the largest). */
  shuffled: Proportion | null;
  /** Mean cross-entropy over the last tenth of the steps, nats. */
  loss: number;
  /** Gradient steps. */
  steps: number;
  /** Whether the loss had stopped falling: less than 2 % of the first loss between the last two tenths of the steps. */
  converged: boolean;
  /** At the later tokens alone; null for names, without such chains, and in results of older builds. */
  later?: LaterSuccess | null;
  /** Success of as many principal components of largest variance; null in results of older builds. */
  variance?: Proportion | null;
  /**
   * Success of a subspace that was trained in the same way in the run's first checkpoint, which answers nothing: what the search itself can bring
   * about. Null where that was not tried (all ranks but the largest, no earlier checkpoint, and results of older builds).
   */
  untrained?: Proportion | null;
  /**
   * Success of the directions that the search began with: those in which sources and bases differ most. Null in results of older builds, whose
   * searches began anywhere.
   */
  start?: Proportion | null;
}

/** Trained subspaces: plain data, as `analyses/alignment-STEP/result.json` holds it. */
export interface AlignmentResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** The model's width. */
  width: number;
  /** Whole vectors by layer, variable and token. */
  ceilings: readonly AlignmentCeiling[];
  /** Subspaces by layer, variable and rank. */
  fits: readonly AlignmentFit[];
}

/** One analysis of a run, and what it cost. */
export interface AnalysisCost {
  /** The command, such as `analyze lens`. */
  name: string;
  /** Its folder under `analyses/`. */
  folder: string;
  /** What became of it. */
  outcome: AnalysisOutcome;
  /** Wall-clock time; 0 where it was fresh. */
  seconds: number;
  /** The largest resident memory of the process while it ran; 0 where it was fresh, or where the machine does not tell. */
  peakBytes: number;
  /** Why it was not possible; null otherwise. */
  note: string | null;
}

/** An analysis in a run's folder. */
export interface AnalysisEntry {
  /** The folder's name. */
  name: string;
  /** Which analysis: the folder's name without checkpoint and variant. */
  kind: string;
  /** The checkpoint that it is of; null for those of the whole run. */
  checkpoint: number | null;
  /** What it is called. */
  title: string;
  /** What it answers. */
  question: string;
  /** The shell command that computes the same numbers. */
  command: string;
  /** Size of result.json; 0 where there is none yet. */
  bytes: number;
  /** Its spec.json; null where there is none. */
  spec: unknown;
  /** Steps of which it keeps a file of their own, ascending. */
  checkpoints: readonly number[];
}

/** What became of one analysis. */
export type AnalysisOutcome = 'computed' | 'fresh' | 'kept' | 'notPossible';

/** Where a program's root stands, as the paper groups programs: its heuristics answer from the first two lines. */
export type AnswerLineGroup = 'first' | 'second' | 'later';

/** How many test programs with the root digit on one line were answered, and how many of those rightly. */
export interface AnswerLineTally {
  /** The answer line (the line that holds the root digit), 1-based. */
  line: number;
  /** Programs of the test set with the root on that line. */
  n: number;
  /** Programs among them whose most likely next token is the answer, 0 to `n`. */
  correct: number;
}

/** One of the two programs of a pair. */
export type Arm = 'unseen' | 'seen';

/** One arm's times against the first one's, over pairs of equal seeds. */
export interface ArmComparison {
  /** The arm, 1 or more. */
  arm: number;
  /** What is timed, in steps. */
  measure: TimeMeasure;
  /** Seeds that both arms have and of which both runs have such a time. */
  pairs: number;
  /** Pairs in which this arm takes fewer steps. */
  shorter: number;
  /** Pairs in which it takes more; so, too, where it had not ended at a step at which the other had. */
  longer: number;
  /** Pairs of equal length, or of which nothing can be told because a run ended first. */
  undecided: number;
  /** Geometric mean of this arm's steps over the first one's; null where a run of the first arm had not ended, or without pairs. */
  ratio: number | null;
  /** Lower end of its 95 % interval, Student's t on logarithms; null for fewer than two pairs, and where the mean is a bound. */
  low: number | null;
  /** Upper end. */
  high: number | null;
  /** Whether some run of this arm had not ended: the ratio is then at least this. */
  isBound: boolean;
}

/** What a key's score can come from. */
export type AttentionCause = 'name' | 'line' | 'depth' | 'boundAgain' | 'distance' | 'rest';

/** Why heads look where they look: plain data, as `analyses/why-STEP/result.json` holds it. */
export interface AttentionCausesResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** Programs, of which every other one is fitted to and the rest judged. */
  programs: number;
  /** The edges, by hops, layer and head. */
  edges: readonly EdgeCauses[];
}

/** One token looking at another. */
export interface AttentionEdge {
  /** Position of the token that looks, 0-based. */
  query: number;
  /** Position of the token that is looked at, 0-based; not after the query. */
  key: number;
}

/** What every head of a model looks at in one program. */
export interface AttentionMap {
  /** Layers of the model. */
  layers: number;
  /** Heads of each layer. */
  heads: number;
  /** Attention of each query to the keys up to itself, by layer, head, query and key; rounded to four decimals. Query q has q + 1 entries. */
  pattern: readonly (readonly (readonly (readonly number[])[])[])[];
}

/** A cell with its attribution and, where it was patched, the truth. */
export interface AttributionCell {
  /** 1-based. */
  layer: number;
  /** 1-based; 0 where the target has no heads. */
  head: number;
  /** The token. */
  role: TokenRole;
  /** The effect that the gradient predicts, mean over programs. */
  attribution: number;
  /** The effect that the patch has, mean over programs; null where it was not computed. */
  exact: number | null;
  /** Whether the exact value was computed because of the random draw, rather than for the cell's rank. */
  drawn: boolean;
  /** The attribution with its 95 % interval over programs. */
  attributionOver?: Estimate | null;
  /** The exact effect with its 95 % interval over programs; null where it was not computed. */
  exactOver?: Estimate | null;
}

/** The ranking in one group of programs. */
export interface AttributionGroup {
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Programs of the test set that were looked at. */
  tried: number;
  /** Of those, the ones of which the model solves base and source. */
  solved: number;
  /** Pairs that were used. */
  programs: number;
  /** Every cell, largest attribution (without its sign) first. */
  cells: readonly AttributionCell[];
  /** Spearman's, between attribution and exact effect, over all cells that were patched. */
  rankCorrelation: number;
  /** The same over the random draw alone; null where fewer than three were drawn. */
  sampleRankCorrelation: number | null;
  /** Cells with an attribution of exactly 0 in every program, which are not drawn: no patch there can change the answer. */
  inert?: number;
}

/** Attribution patching: plain data, as `analyses/attribution-TARGET-STEP/result.json` holds it. */
export interface AttributionResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** What would be patched. */
  target: PatchTarget;
  /** The groups of programs. */
  groups: readonly AttributionGroup[];
}

/** What a criterion asks of a number. */
export interface Band {
  /** The lowest value that counts as the paper's; null for no limit. */
  atLeast: number | null;
  /** The highest; null for no limit. */
  atMost: number | null;
}

/** Another batch from some point of a training on. */
export interface BatchChange {
  /** Share of all steps after which it holds, above 0 and below 1. */
  from: number;
  /** Programs per update from then on. */
  batch: number;
}

/** What a run's models do: plain data, as `analyses/behaviour/result.json` holds it. */
export interface BehaviourResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** Programs of the test set that were asked, its first ones. */
  programs: number;
  /** By step. */
  checkpoints: readonly CheckpointBehaviour[];
  /** Programs that went from outcome to outcome, between neighbouring checkpoints. */
  transitions: readonly Transition[];
  /** Programs that became right or wrong, between neighbouring checkpoints. */
  flips: readonly Flips[];
  /** When each program was learned; null for one checkpoint alone. */
  learning: Learning | null;
  /** The programs on which the heuristics differ most. */
  tellingCases: readonly TellingCase[];
  /** The programs that were asked, in the order of every checkpoint's predictions; null in results of older builds. */
  texts?: readonly string[] | null;
}

/** Both circuits on the programs of one group. */
export interface BesideGroup {
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Programs that were looked at. */
  tried: number;
  /** Of those, the ones of which both models solve base and source. */
  solved: number;
  /** Pairs on which both circuits were chosen. */
  choosing: number;
  /** Other pairs, on which they were judged. */
  judging: number;
  /** Why nothing can be said; null where something can, and the rest is empty where not. */
  undefined: string | null;
  /** Kinds of edges that both circuits have. */
  sharedKinds: number;
  /** The run's circuit, then the other's. */
  circuits: readonly SwappedCircuit[];
}

/** Two runs' circuits by what they do: plain data, as `analyses/circuit-beside/result.json` holds it. */
export interface BesideResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The run. */
  first: string;
  /** The other run. */
  second: string;
  /** What ranked the edges. */
  score: EdgeScore;
  /** The groups of programs. */
  groups: readonly BesideGroup[];
}

/** Which parts of the model add a bias. The unembedding never does. */
export type Biases = 'none' | 'layerNorm' | 'all';

/** A step that every run may reach. */
export type Boundary = 'chanceEnds' | 'heuristicBegins' | 'heuristicEnds' | 'solvedBegins' | 'ninety' | 'ninetyNine' | 'ninetyNinePointNine';

/** How far a boundary varies over runs. */
export interface BoundarySpread {
  /** The boundary. */
  boundary: Boundary;
  /** Runs that have it. */
  runs: number;
  /** Runs in all. */
  of: number;
  /** Its earliest step; null where no run has it, like the rest. */
  earliest: number | null;
  /** The median. */
  median: number | null;
  /** Its latest step. */
  latest: number | null;
  /** Geometric mean of the steps. */
  mean: number | null;
  /** Lower end of the mean's 95 % interval (Student's t on logarithms); null for a single run. */
  low: number | null;
  /** Upper end. */
  high: number | null;
}

/** Steps at which something is done: 0, then spaced by a factor of the square root of two, then regularly, and the last step. */
export interface Cadence {
  /** The first step after 0. */
  first: number;
  /** The regular distance, taken as soon as the growing distance would exceed it. */
  every: number;
}

/** Whether the model is right as often as its probabilities say. */
export interface Calibration {
  /** Ten bins of equal width; those without a prediction are left out. */
  bins: readonly CalibrationBin[];
  /** Mean distance between confidence and accuracy over the bins, weighted by predictions. Never negative, so noise alone makes it positive. */
  expectedError: Estimate;
  /** Mean confidence minus accuracy. */
  overconfidence: Estimate;
  /** Mean of minus the logarithm of the answer's probability, in nats. */
  loss: Estimate;
}

/** The predictions of about one confidence. */
export interface CalibrationBin {
  /** Lowest confidence of the bin, 0 to 1. */
  from: number;
  /** Highest confidence. */
  to: number;
  /** Mean confidence of the predictions in it. */
  confidence: number;
  /** Share of them that are right. */
  accuracy: Proportion;
}

/** What every instrument says of every compiled model and of null models: plain data, as the page "Calibration" shows it. */
export interface CalibrationResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** Compiled models with a known circuit. */
  circuits: readonly Recovery[];
  /** Models without one: nothing is built in them. */
  nulls: readonly Recovery[];
  /** Analyses that are not asked, and why not. */
  unasked: readonly UnaskedAnalysis[];
}

/** The weight on the edge once a part is gone from what enters the layer at the keys' tokens. */
export interface CauseRemoval {
  /** By the split: its part taken from the scores. */
  predicted: Estimate;
  /** In the model. */
  measured: Estimate;
  /** Mean distance of the two, program by program. */
  error: number;
  /**
   * In the model, without a vector that is as long, in a random direction at right angles to all parts of this label, one for each of its classes;
   * null where these fill the width.
   */
  random: Estimate | null;
}

/** The part of one cause. */
export interface CauseShare {
  /** The cause. */
  cause: AttentionCause;
  /** Its share of the scores' variance over the keys of a program; the causes' shares sum to 1, and one may be negative. */
  variance: Estimate;
  /** Its part of the gap. */
  gap: Estimate;
  /** Its share of the variance where the label was given to other tokens; null for causes without a label. */
  chance: number | null;
  /** What taking it away does; null for causes without a label. */
  removal: CauseRemoval | null;
}

/** One cell of a table: its text, and its number where it is one. */
export interface Cell {
  /** As people read it. */
  text: string;
  /** The number in its own unit; null for words. */
  value?: number;
  /** Lower end of its interval; null for none. */
  low?: number;
  /** Upper end of its interval. */
  high?: number;
  /** Programs that it is of; null where that is said elsewhere. */
  programs?: number;
}

/** Accuracy on the programs of one depth with the answer on one line. */
export interface CellAccuracy {
  /** The query's referential depth. */
  hops: number;
  /** The line that holds the root, 1-based. */
  answerLine: number;
  /** Share answered rightly. */
  accuracy: Proportion;
}

/** Success at a followed cell in one group of programs at one checkpoint. */
export interface CellSuccess {
  /** The layer that the residual enters, 1-based. */
  layer: number;
  /** The token. */
  role: TokenRole;
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Share of programs whose top digit becomes the counterfactual's. */
  success: Proportion;
}

/** The variables' homes at one checkpoint. */
export interface CheckpointAbstraction {
  /** The checkpoint. */
  step: number;
  /** The same cells at every checkpoint, in the same order. */
  cells: readonly InterchangeCell[];
}

/** What a model does at one checkpoint, on the first programs of the test set. */
export interface CheckpointBehaviour {
  /** The checkpoint. */
  step: number;
  /** Share of programs answered rightly. */
  accuracy: Proportion;
  /** The same by each feature's values, ascending. */
  byFeature: readonly FeatureAccuracy[];
  /** Accuracy for each pair of hops and answer line. */
  byHopsAndLine: readonly CellAccuracy[];
  /** How often each digit is predicted; digits 0-9, then tokens that are no digit. */
  predictions: readonly PredictionShare[];
  /** Programs by answer (rows, 0-9) and prediction (columns, 0-9, then no digit). */
  confusion: readonly (readonly number[])[];
  /** How far each heuristic accounts for the predictions. */
  heuristics: readonly HeuristicMatch[];
  /** The mixture's weight of guessing any digit; null where no prediction is a digit. */
  guess: Estimate | null;
  /** Every pair of heuristics that some programs tell apart. */
  disagreements: readonly Disagreement[];
  /** Confidence against accuracy. */
  calibration: Calibration;
  /** Shares of the outcome classes. */
  outcomes: readonly OutcomeShare[];
  /** The predicted token of each program, in the test set's order. */
  predictionOf: readonly number[];
  /**
   * The most likely explanation of each prediction: a place among the heuristics, 0-based; -1 for guessing any digit, -3 for guessing among the
   * program's constants, -2 where no digit was said.
   */
  explainedBy: readonly number[];
  /** The mixture's weight of guessing among the program's constants; null where no prediction is a digit, and in results of older builds. */
  guessConstant?: Estimate | null;
}

/** The followed cells at one checkpoint. */
export interface CheckpointCells {
  /** The checkpoint. */
  step: number;
  /** One for every cell and group that has it, in the order of cells and then of groups. */
  values: readonly CellSuccess[];
  /** What the model itself answers on the same programs. */
  accuracy: readonly GroupAnswers[];
}

/** A checkpoint of a run. */
export interface CheckpointEntry {
  /** Its step. */
  step: number;
  /** Accuracy of the evaluation at that step; null where there was none. */
  accuracy: number | null;
  /** Whether its files are tied to each other by checksums, so that exchanged or edited ones are noticed. */
  checksums: boolean;
}

/** A checkpoint was written. */
export interface CheckpointEvent {
  /** Its step. */
  step: number;
}

/** What the programs' features tell of one checkpoint's successes. */
export interface CheckpointImportance {
  /** The checkpoint. */
  step: number;
  /** The model's, on all programs. */
  accuracy: Proportion;
  /**
   * Held-out programs of which the regression says rightly whether the model is right; null where the model is right, or wrong, too rarely to learn
   * from.
   */
  predicted: Proportion | null;
  /** The same for always saying what is more frequent. */
  guessed: Proportion | null;
  /** Area under the regression's held-out ROC curve: 0.5 where the features tell nothing, 1 where they tell all. */
  area: number;
  /** Its held-out cross-entropy, nats a program. */
  loss: number;
  /** The same of always giving the learned share. */
  nullLoss: number;
  /** Whether the fit is within its tolerance. */
  converged: boolean;
  /** Most important first; empty where there is no fit. */
  features: readonly FeatureImportance[];
}

/** What one checkpoint answers to one program. */
export interface CheckpointLogits {
  /** The checkpoint. */
  step: number;
  /** The ten digits' logits at the colon. */
  logits: readonly number[];
  /** The same read from the residual that enters each layer, and, last, from what leaves the last one: by layer, then digit. */
  lens: readonly (readonly number[])[];
}

/** What one checkpoint pays. */
export interface CheckpointLoss {
  /** The checkpoint. */
  step: number;
  /** Share of the answers that are right. */
  accuracy: Proportion;
  /** All parts, means over programs, in nats per program. */
  paid: LossByRole;
  /** The choice of right-hand-side variables with its interval. */
  variable: Estimate;
  /** The queried variable with its interval. */
  query: Estimate;
  /** The answer with its interval. */
  answer: Estimate;
  /**
   * The most knowing predictor that pays more for right-hand-side variables than this model, with its whole interval: its place among the floors, 0
   * for one that tells no depths apart. Null where no predictor does.
   */
  beyond: number | null;
}

/** Symbols in unseen roles at one checkpoint. */
export interface CheckpointUnseen {
  /** The checkpoint. */
  step: number;
  /**
   * By role and kind of pair: all pairs, then by hops, by where the answer stands, by both and by unseen symbol; groups without pairs are left out.
   */
  comparisons: readonly UnseenComparison[];
  /** By role, kind of pair and arm. */
  sayings: readonly UnseenSaying[];
}

/** A checkpoint's weights in an exported folder. */
export interface CheckpointWeights {
  /** The checkpoint. */
  step: number;
  /** Half where rounding changes no prediction, else single. */
  precision: WeightPrecision;
  /** What the model answers to the program with the weights as they are written: the ten digits at the colon. */
  logits: readonly number[];
}

/** A circuit, chosen on some programs and judged on others. */
export interface ChosenCircuit {
  /** Edges that were taken by rank. */
  asked: number;
  /** Of those, the ones on some way from the embedding to the read-out: the circuit. */
  size: number;
  /** f of the circuit. */
  faithfulness: Estimate;
  /** f of all edges but the circuit's: 0 where the circuit is complete. */
  without: Estimate;
  /** Mean of |f(C without K) - f(all without K)| over random sets K of 1, 2, 4 and 8 of the circuit's edges: 0 where it is complete. */
  incompleteness: number;
  /** Edges whose removal from the circuit lowers f, by the whole 95 % interval. */
  needed: number;
  /** Edges whose removal was tried: the largest. */
  tested: number;
  /** Share of its edges that circuits of as many edges have, chosen on resampled programs: mean and 95 % interval. */
  overlap: Estimate;
  /** Another circuit that is as faithful; null where none was found. */
  rival: RivalCircuit | null;
  /** Its edges, largest effect first; at most `MostParts`. */
  parts: readonly CircuitPart[];
}

/** One group's circuits at one checkpoint. */
export interface CircuitAtStep {
  /** Share of the judging pairs of which this checkpoint solves base and source. */
  solved: Proportion;
  /** By how much logit(base's answer) - logit(source's answer) is larger in the base run. */
  gap: Estimate;
  /** Why f is undefined here; null where it is not. */
  undefined: string | null;
  /** f of the last checkpoint's circuit with this checkpoint's weights; null where it is undefined. */
  faithfulness: Estimate | null;
  /** Edges of this checkpoint's own circuit; null where f is undefined. */
  size: number | null;
  /** f of that circuit. */
  ownFaithfulness: Estimate | null;
  /** Of its edges, the ones that the last checkpoint's circuit has. */
  shared: number | null;
  /** Edges of both circuits, largest effects first; of each at most `MostParts`. */
  parts: readonly GrowingPart[];
}

/** In what the two programs of a circuit's pairs differ, and so what the circuit carries. */
export type CircuitChange = 'digit' | 'names';

/** The graph and the circuit of one group of programs. */
export interface CircuitGroup {
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Programs that were looked at and of which a pair can be made. */
  tried: number;
  /** Of those, the ones of which the model solves base and source. */
  solved: number;
  /** Pairs on which edges were scored and the circuit was chosen. */
  choosing: number;
  /** Other pairs, on which it was judged. */
  judging: number;
  /** The groups of tokens by their roles; the last is all tokens without one. */
  tokens: readonly string[];
  /** Edges of the graph. */
  edges: number;
  /** Of those, the ones whose patch changes the logits of some program at all. */
  active: number;
  /** What there is to explain: by how much logit(base's answer) - logit(source's answer) is larger in the base run. */
  gap: Estimate;
  /** Why there is no circuit to speak of; null where there is one, and everything below is empty where not. */
  undefined: string | null;
  /** Each score against the exact effects, and the circuits that it makes. */
  scores: readonly ScoreCurve[];
  /** Circuits of as many edges drawn at random: mean of several draws. */
  random: readonly CircuitSize[];
  /** Their CMD; null where there are none. */
  randomDistance: number | null;
  /** The circuit that was chosen. */
  circuit: ChosenCircuit | null;
}

/** One edge of a circuit. */
export interface CircuitPart {
  /** What adds to the residual stream: `embedding`, `2.1` (layer and head), `mlp 2`. */
  source: string;
  /** What reads it: `3.2 v` (head 3.2's value; q, k), `mlp 3`, `read-out`. */
  input: string;
  /** The tokens at which it does. */
  token: string;
  /** By how much logit(base's answer) - logit(source's answer) falls when the edge alone is patched. */
  effect: Estimate;
  /** What the score said, where it is an estimate; else the same. */
  estimated: number;
  /** By how much f falls when the edge is taken out of the circuit; null where that was not tried. */
  loss: Estimate | null;
}

/** Circuits: plain data, as `analyses/circuit-SCORE-STEP/result.json` holds it. */
export interface CircuitResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** What ranked the edges of the circuits. */
  score: EdgeScore;
  /** The groups of programs, each with a circuit of its own. */
  groups: readonly CircuitGroup[];
  /** In what the two programs of a pair differ. */
  change?: CircuitChange;
}

/** What circuits of one size do. */
export interface CircuitSize {
  /** Of the graph's edges. */
  share: number;
  /** Number of edges. */
  edges: number;
  /** f = (m(C) - m(none)) / (m(all) - m(none)), m the mean of logit(base's answer) - logit(source's answer). */
  faithfulness: Estimate;
}

/** What one checkpoint has. */
export interface CircuitsAtStep {
  /** The checkpoint's step. */
  step: number;
  /** As many as the result has groups, in their order. */
  groups: readonly CircuitAtStep[];
}

/** A claim of the paper and what the run says about it. */
export interface Claim {
  /** Stable name, such as `line-1-heuristic`. */
  id: string;
  /** The paper's figure, table or section. */
  figure: string;
  /** The claim, in one sentence. */
  statement: string;
  /** The criterion, in words. */
  rule: string;
  /** What was measured; empty where nothing was. */
  findings: readonly Finding[];
  /** Differs if a finding does; else undecided if a finding is; else reproduced, or not testable where a null model passes too. */
  verdict: Verdict;
  /** What the reader has to know beside it; empty for nothing. */
  note: string;
  /** Computes what is missing; null where nothing is. */
  command: string | null;
  /** What models without the thing claimed score; empty where there is no such model. */
  nulls: readonly NullScore[];
  /** Trainings that the verdict speaks for, 1 or more. */
  seeds?: number;
  /** Why no null model stands beside a claim that was tested, as a sentence; empty where one does. */
  noNull?: string;
  /** What this and other seeds' trainings say together; null where the report is of one, and of a claim about several trainings. */
  over?: OverSeeds | null;
}

/**
 * The heuristics' path, clamped off for a part of a training. Of lines: the hash and the colon do not look at the first lines, in any head of any
 * layer. Of heads: what named heads bring to the hash and the colon is held at their mean, or at what they brought when the clamp began. Does what
 * comes after the heuristic then come earlier, later, or never? Other lines, or as many other heads, are the control.
 */
export interface Clamp {
  /** So many lines; 0 where heads are clamped. */
  lines?: number;
  /** Share of all steps from which on it holds, 0 to 1. */
  from: number;
  /** Share of all steps up to which it holds; above `from`, at most 1 (to the end). */
  until: number;
  /** Lines before them that may be looked at; 0 for the first lines of the program. */
  after?: number;
  /** Whether it holds of the queried variable, too, for trainings whose answer is asked for at it. */
  queryVariable?: boolean;
  /** Whether no token behind the lines looks at them, so that nothing of them gets anywhere. */
  everyToken?: boolean;
  /** Whether the heads bring what the weights of the clamp's first step bring on the same tokens; otherwise their mean over programs there. */
  frozen?: boolean;
  /** Heads as layer and head, both from 1: "2.1"; empty where lines are clamped. */
  heads?: readonly string[];
}

/** Two checkpoints on the same programs: plain data. */
export interface ComparisonResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** Name of the first run. */
  firstRun: string;
  /** Its checkpoint. */
  firstStep: number;
  /** Name of the second run. */
  secondRun: string;
  /** Its checkpoint. */
  secondStep: number;
  /** Of the first. */
  firstAccuracy: Proportion;
  /** Of the second. */
  secondAccuracy: Proportion;
  /** Second minus first, program by program; mean and interval. */
  difference: Estimate;
  /** Programs that both answer rightly. */
  bothRight: number;
  /** Programs that only the second answers rightly. */
  gained: number;
  /** Programs that only the first answers rightly. */
  lost: number;
  /** Programs to which both say the same wrong thing. */
  bothWrongAlike: number;
  /** Programs that both answer wrongly. */
  bothWrong: number;
  /** McNemar's exact test that a flip is as likely either way, two-sided. */
  pValue: number;
  /** The flips by the programs' features. */
  byFeature: readonly FeatureFlips[];
  /** Some of those, in the test set's order. */
  gainedPrograms: readonly FlippedProgram[];
  /** Some of those, in the test set's order. */
  lostPrograms: readonly FlippedProgram[];
}

/** What patching each component's output at each token did to one program. */
export interface ComponentMap {
  /** Layers of the model. */
  layers: number;
  /** Heads of each layer; 0 where the components are MLPs, which the lists hold as one entry a layer. */
  heads: number;
  /** Change of the logit of the source's answer, patched minus base; by layer, then head, then token. 0 where the patch cannot change the answer. */
  change: readonly (readonly (readonly number[])[])[];
  /** The patched run's top digit, in the same order. */
  top: readonly (readonly (readonly number[])[])[];
  /** Whether the patch changed an activation that the answer can depend on, in the same order. */
  changed: readonly (readonly (readonly boolean[])[])[];
}

/** A head or an MLP, and where patching it matters most. */
export interface ComponentRank {
  /** 1-based. */
  layer: number;
  /** 1-based; 0 for an MLP. */
  head: number;
  /** Where its effect is largest, over all tokens and hops. */
  strongest: RoleEffect;
  /** The part of the route that it serves, in words: a head that writes the digit to the chain line of depth 2 makes the first hop. */
  serves: string;
  /** Its effect at every token in the programs with most hops that have it, strongest first. */
  byRole: readonly RoleEffect[];
}

/** Whether the circuit was built on the heuristic: plain data, as `analyses/cumulative/result.json` holds it. */
export interface CumulativeResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The last checkpoint. */
  checkpoint: number;
  /** Programs whose answers are counted. */
  programs: number;
  /** What is left of the early route at the last checkpoint; null where the programs do not tell. */
  early: EarlyRoute | null;
  /** Where the heuristic's parts come from. */
  origin: RouteOrigin;
  /** The checkpoint they come from; null where there are none. */
  heuristicCheckpoint: number | null;
  /** The heuristic's parts, strongest first. */
  heuristic: readonly RoutePart[];
  /** The circuit's parts, strongest first. */
  circuit: readonly RoutePart[];
  /** How many parts both have. */
  shared: number;
  /** By step, ablation, method and answer line. */
  ablations: readonly AblationAccuracy[];
  /** The circuit's parts at every checkpoint. */
  effects: readonly PartEffect[];
  /** When each of them began to work, earliest first. */
  order: readonly PartEmergence[];
  /** By step, block and direction. */
  transplants: readonly TransplantAccuracy[];
  /**
   * The heuristic's cell, found on its plateau and followed to the end; null where there is no such phase or cell, and in results of older builds.
   */
  route?: HeuristicRoute | null;
}

/** Accuracy of all runs at a step that all of them evaluated. */
export interface CurvePoint {
  /** The step. */
  step: number;
  /** How many runs. */
  runs: number;
  /** Mean accuracy. */
  mean: number;
  /** The lowest. */
  lowest: number;
  /** The highest. */
  highest: number;
  /** Over runs, with n - 1. */
  standardDeviation: number;
}

/** Where training programs come from. */
export type DataSource = 'split' | 'fresh';

/** The splits' sizes and the seed that draws them; apart from the training's seed, so that every seed meets the same test set. */
export interface DataSpec {
  /** Programs of the training split; 0 where training programs are drawn anew at every step. */
  train: number;
  /** Programs of the validation split. */
  validation: number;
  /** Programs of the test split. */
  test: number;
  /** Share of (variable, digit) combinations that occur in the test split only, as in the paper's Figure 7. */
  heldOutCombinations: number;
  /** Decides every program of every split. */
  seed: number;
  /** Symbols that no training program has in some role, though it may have them elsewhere; none as a rule. */
  unseen?: UnseenRoles;
}

/** One law of the deepest hops over layers, fitted. */
export interface DepthLaw {
  /** Which. */
  kind: DepthLawKind;
  /** The hops that it gives to the fewest layers among the runs. */
  least: number;
  /** The hops that it gives to the most layers. */
  most: number;
  /** Hops more with each layer where it is linear, else the factor. */
  perLayer: number;
  /**
   * Lower end of its 95 % interval; null where the law has no free number, and where fewer than three runs do not follow all that they were asked.
   */
  low: number | null;
  /** Upper end. */
  high: number | null;
  /** The factor by which runs scatter about it: the exponential of one standard deviation. */
  scatter: number;
  /** The logarithm of what the runs' deepest hops are worth under it. */
  logLikelihood: number;
  /** How often runs made by this law would speak as clearly for another one. */
  p: number;
  /** Whether the runs do not refuse it. */
  isKept: boolean;
}

/** How the hops that a model can follow may depend on its layers. */
export type DepthLawKind = 'linear' | 'logHops' | 'doubling';

/** The deepest hops that models can follow, by their layers: three laws, and which of them the runs refuse. */
export interface DepthLaws {
  /** Runs that they are fitted to. */
  runs: number;
  /** Those among them that follow every number of hops which they were asked: they may follow more. */
  bounds: number;
  /** The laws; empty where there is none, for which `reason` says why. */
  laws: readonly DepthLaw[];
  /** What they say together. */
  verdict: DepthVerdict;
  /** Why there is no law. */
  reason: string | null;
}

/** What happens to lines deeper than the maximum number of hops. The query never is. */
export type DepthPolicy = 'free' | 'capped' | 'rejected';

/** Which of the three laws the runs speak for. */
export type DepthVerdict = 'noLaw' | 'undecided' | 'linear' | 'logHops' | 'doubling' | 'none';

/** How a job stands, in words. */
export interface DeskJobState {
  /** The run's name. */
  run: string;
  /** What is done, or was done last. */
  stage: DeskStage;
  /** How it stands. */
  state: DeskState;
  /** The last line that its command said; null where it said none, or says it to the terminal. */
  message: string | null;
  /** Why it failed; null where it did not. */
  error: string | null;
  /** What to do about it; null where there is nothing to say. */
  hint: string | null;
}

/** What a command of a job does to its run. */
export type DeskStage = 'training' | 'phases' | 'analyses';

/** How a job stands. */
export type DeskState = 'running' | 'stopping' | 'stopped' | 'finished' | 'failed';

/** The cells over training: plain data, as `analyses/development/result.json` holds it. */
export interface DevelopmentResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The followed cells. */
  cells: readonly FollowedCell[];
  /** Pairs in each group, by hops and then by answer line. */
  programs: readonly GroupSize[];
  /** By step. */
  checkpoints: readonly CheckpointCells[];
  /** When each cell emerged in each group, earliest first. */
  order: readonly Emergence[];
}

/** The programs that tell two heuristics apart: both apply and say different digits. */
export interface Disagreement {
  /** One heuristic. */
  first: Heuristic;
  /** The other. */
  second: Heuristic;
  /** Share of those programs to which the model says what the first says. */
  saysFirst: Proportion;
  /** Share to which it says what the second says. */
  saysSecond: Proportion;
  /** Exact sign test that both are said equally often, two-sided. */
  pValue: number;
}

/** Whether the last checkpoint brings digits of the first two lines to the colon earlier than others. */
export interface EarlyRoute {
  /** The layer entered, 2 or more, at which those digits are furthest ahead at the colon. */
  layer: number;
  /** Success of patching the colon there, answers on line 1 or 2, in pairs that did not choose the layer. */
  firstTwoLines: Proportion;
  /** The same for later lines. */
  later: Proportion;
  /** Whether they are at least ten points ahead. */
  isRetained: boolean;
}

/** Why one head looks at one token. */
export interface EdgeCauses {
  /** The programs' referential depth. */
  hops: number;
  /** 1-based. */
  layer: number;
  /** 1-based. */
  head: number;
  /** The token that is looked at. */
  from: TokenRole;
  /** The token that looks. */
  to: TokenRole;
  /** The head's attention there. */
  weight: Estimate;
  /** How much higher it scores than the same token of the other lines above the query, mean, as scores enter the softmax. */
  gap: Estimate;
  /** What the scores are made of. */
  causes: readonly CauseShare[];
  /** The largest difference between the parts' sum and the score that the model computed: rounding. */
  largestError: number;
}

/** What happened when one token could no longer look at another, or looked as it does in the source run. */
export interface EdgeCell {
  /** 1-based; 0 for all. */
  layer: number;
  /** 1-based; 0 for all. */
  head: number;
  /** The token that is looked at. */
  from: TokenRole;
  /** The token that looks. */
  to: TokenRole;
  /** Share of programs that still give the base's answer when the edge is cut; the rest of the row is scaled up. */
  kept: Proportion;
  /** How much the answer's logit lost against the best other digit when the edge was cut, mean. */
  marginLost: Estimate;
  /**
   * Share of programs that give the source's answer when the edge has the weight that it has in the source run. Near 0 where attention does not
   * depend on the digit, as it should not.
   */
  patternSuccess: Proportion;
}

/** What an edge is cut in at a time. */
export type EdgeGranularity = 'heads' | 'layers' | 'model';

/** The edges of one group of programs. */
export interface EdgeGroup {
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Programs of the test set in this group. */
  available: number;
  /** Of those, the ones that were looked at. */
  tried: number;
  /** Of those that were looked at, the ones of which the model solves base and source. */
  solved: number;
  /** Pairs that were used. */
  programs: number;
  /** The edges, those whose cut costs most first. */
  cells: readonly EdgeCell[];
}

/** A set of attention weights: one for every layer, head and pair of query and key. */
export interface EdgePlace {
  /** Which pairs of each row. */
  edges: TokenEdges;
  /** 1-based; empty for all layers. */
  layers: readonly number[];
  /** 1-based; empty for all heads. */
  heads: readonly number[];
}

/** Attention edges: plain data, as `analyses/patch-attention-STEP/result.json` holds it. */
export interface EdgeResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** What an edge was cut in at a time. */
  granularity: EdgeGranularity;
  /** The groups of programs. */
  groups: readonly EdgeGroup[];
}

/** What ranks edges. */
export type EdgeScore = 'exact' | 'eap' | 'eapIg' | 'relp';

/** What a patch at one place did to a group of programs. */
export interface EffectCell {
  /** 1-based; the layer that the residual enters, or whose head or MLP is patched. */
  layer: number;
  /** 1-based; 0 where the site has no heads. */
  head: number;
  /** The token. */
  role: TokenRole;
  /** Share of programs of which the patched run's top digit is the source's answer. */
  success: Proportion;
  /** Share of programs of which it still is the base's answer. */
  kept: Proportion;
  /** logit(source's answer) - logit(base's answer) in the patched run, mean. */
  logitDifference: Estimate;
  /** How much that difference grew against the base run, mean. */
  effect: Estimate;
  /** The other measures of the same runs; null in controls. */
  logits?: LogitMeans | null;
  /** Success in every other pair, from the first on: what a best layer is chosen by. Null in controls and in results of older builds. */
  choosing?: Proportion | null;
  /** Success in the other pairs: what a chosen layer is judged by. */
  judging?: Proportion | null;
}

/** When a cell began to carry the digit for good in one group of programs. */
export interface Emergence {
  /** 1-based. */
  layer: number;
  /** The token. */
  role: TokenRole;
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** The last checkpoint before; null where it is there from the first checkpoint on. */
  after: number | null;
  /** The first checkpoint from which success stays at or above the wanted share of its final value. */
  step: number;
  /** The same by the upper ends of the intervals: it may have emerged as early as this. */
  low: number;
  /** The same by the lower ends: it had surely emerged by this; null where the last checkpoint's interval is too wide. */
  high: number | null;
  /** Success at the last checkpoint. */
  final: number;
}

/** A mean over programs, with its 95 % interval. */
export interface Estimate {
  /** The mean. */
  value: number;
  /** Lower end: 2.5 % quantile of the bootstrap. */
  low: number;
  /** Upper end: 97.5 % quantile of the bootstrap. */
  high: number;
  /** Programs in the sample. */
  programs: number;
}

/** What one evaluation on the fixed test set measured: one line of a run's `metrics.jsonl`. */
export interface Evaluation {
  /** Optimizer steps taken before this evaluation, 0 or more. */
  step: number;
  /** Training loss in nats as the trainer reports it at this step; finite. */
  loss: number;
  /** Learning rate at this step, 0 or more. */
  learningRate: number;
  /** The trainer's running accuracy on its own batches, 0 to 1. */
  trainAccuracy: number;
  /** Share of the test programs answered rightly, 0 to 1. */
  accuracy: number;
  /** Programs in the test set, 1 or more. */
  n: number;
  /** The same accuracy by referential depth; the counts add up to `n`. */
  byHops: readonly HopsTally[];
  /** The same accuracy by the line of the root digit; the counts add up to `n`. */
  byAnswerLine: readonly AnswerLineTally[];
  /** Predictions of each digit 0 to 9, in that order; always ten entries. */
  predictions: readonly number[];
  /** Predictions that are no digit; with `predictions` they add up to `n`. */
  nonDigit: number;
  /** Predictions equal to the constant on the program's first line. */
  line1Constant: number;
  /** Predictions equal to the constant on line 2, among the programs whose line 2 holds one. */
  line2Constant: number;
  /** Programs whose line 2 holds a constant: what `line2Constant` is a share of. */
  line2ConstantN: number;
  /** Predictions equal to one of the program's first two constants in reading order. */
  firstTwoConstants: number;
  /** Predictions equal to any constant of the program. */
  anyConstant: number;
  /** What the wrong predictions equal; null in lines that older builds wrote. */
  wrong?: WrongTally;
  /** What is paid for each kind of token, on the same programs; null in runs from before it was measured. */
  lossByRole?: LossByRole;
}

/** What `eval` answers; of the whole test split, as `analyses/evaluation-STEP/result.json` holds it. */
export interface EvaluationReport {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The run's folder. */
  run: string;
  /** The checkpoint. */
  step: number;
  /** Which programs were asked. */
  split: HeldBackSplit;
  /** How many. */
  n: number;
  /** How many were answered rightly. */
  correct: number;
  /** Their share, with Wilson's 95 % interval. */
  accuracy: Proportion;
  /** The same by referential depth. */
  byHops: readonly HopsGroup[];
  /** The same by the line of the root digit, 1-based. */
  byAnswerLine: readonly LineGroup[];
  /** Share of the predictions that were digit 0, 1, ... 9. */
  predictions: readonly number[];
  /** Share that was no digit. */
  nonDigit: number;
  /** Share equal to line 1's constant. */
  line1Constant: number;
  /** Share equal to line 2's constant among the programs whose line 2 holds one; null where none does. */
  line2Constant: number | null;
  /** Share equal to one of the program's first two constants. */
  firstTwoConstants: number;
  /** Share equal to any constant of the program. */
  anyConstant: number;
}

/** What all analyses of a run cost: plain data, as `analyses/all/result.json` holds it. */
export interface EverythingResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint that was analysed where an analysis takes one: the last. */
  checkpoint: number;
  /** Threads. */
  workers: number;
  /** Wall-clock time of all together. */
  seconds: number;
  /** The largest resident memory of the process. */
  peakBytes: number;
  /** In the order in which they were done. */
  analyses: readonly AnalysisCost[];
}

/** A run's example program. */
export interface ExamplePair {
  /** The program's text. */
  base: string;
  /** The counterfactual's text. */
  source: string;
}

/** A run's example program; what happens in it at a checkpoint is in `checkpoints/STEP.json`, a `LiveProgram`. */
export interface ExampleResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The program's text. */
  base: string;
  /** The counterfactual's text. */
  source: string;
  /** The checkpoints, ascending. */
  steps: readonly number[];
}

/** Accuracy on the programs for which a feature has one value. */
export interface FeatureAccuracy {
  /** The feature. */
  feature: ProgramFeature;
  /** Its value. */
  value: number;
  /** Share answered rightly. */
  accuracy: Proportion;
}

/** Flips among the programs for which a feature has one value. */
export interface FeatureFlips {
  /** The feature. */
  feature: ProgramFeature;
  /** Its value. */
  value: number;
  /** Programs with that value. */
  programs: number;
  /** Only the second model is right. */
  gained: number;
  /** Only the first model is right. */
  lost: number;
  /** McNemar's exact test, two-sided. */
  pValue: number;
  /** The same after Holm's correction for all values of all features together. */
  adjustedPValue: number;
}

/** How much a feature tells of whether the model is right. */
export interface FeatureImportance {
  /** The feature. */
  feature: ProgramFeature;
  /**
   * Growth of the regression's held-out cross-entropy when the feature is shuffled among programs, nats a program, mean and interval over programs.
   */
  lossIncrease: Estimate;
  /** Fall of the area under its ROC curve. */
  areaDecrease: number;
}

/** One thing that was measured or observed for a claim. */
export interface Finding {
  /** What. */
  label: string;
  /** What the paper states; empty where it states no number. */
  paper: string;
  /** The number; null for an observation. */
  ours: Measure | null;
  /** What was seen, in words; for a number, the number as text. */
  observation: string;
  /** What is asked of the number; null for an observation. */
  band: Band | null;
  /** What follows. */
  verdict: Verdict;
}

/** A program that one of two models answers rightly. */
export interface FlippedProgram {
  /** Its place in the test set, 0-based. */
  index: number;
  /** The program. */
  text: string;
  /** Its answer. */
  answer: number;
  /** What the first model says; a digit's token is the digit. */
  firstSays: number;
  /** What the second says. */
  secondSays: number;
}

/** Programs that became right or wrong between two checkpoints. */
export interface Flips {
  /** Step of the earlier checkpoint. */
  from: number;
  /** Step of the later one. */
  to: number;
  /** Programs compared. */
  programs: number;
  /** Right at both. */
  bothRight: number;
  /** Wrong before, right after. */
  gained: number;
  /** Right before, wrong after. */
  lost: number;
  /** McNemar's exact test that a flip is as likely either way, two-sided. */
  pValue: number;
}

/** A place in the residual stream that is followed over training: the layer that it enters, and a token. As text: `2,colon`. */
export interface FollowedCell {
  /** 1-based. */
  layer: number;
  /** The token. */
  role: TokenRole;
  /** What it was chosen for. */
  why: string;
}

/** Accuracy on new programs of one form. */
export interface GeneralisationCell {
  /** How distractors are drawn. */
  variation: Variation;
  /** Assignments of each program. */
  lines: number;
  /** The query's referential depth. */
  hops: number;
  /** Where the root stands. */
  answerLine: AnswerLineGroup;
  /** Share answered rightly. */
  accuracy: Proportion;
  /** Share of predictions that are line 1's digit, where that is not the answer; null where it always is. */
  saysFirstLine: Proportion | null;
}

/** One point of a curve: cells pooled. */
export interface GeneralisationPoint {
  /** Lines, or hops. */
  value: number;
  /** Where the root stands. */
  answerLine: AnswerLineGroup;
  /** Share answered rightly, every form with the same weight. */
  accuracy: Proportion;
}

/** Accuracy beyond training: plain data, as `analyses/generalisation-STEP/result.json` holds it. */
export interface GeneralisationResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** Lines of the task's programs. */
  trainedLines: number;
  /** The task's most hops. */
  trainedHops: number;
  /** The most lines that the model has positions for, or that were asked for. */
  longestLines: number;
  /** Figure 8: by number of lines, over the task's hops. */
  byLines: readonly GeneralisationPoint[];
  /** Figure 9: by hops, in programs of the task's length. */
  byHops: readonly GeneralisationPoint[];
  /** With distractors drawn in other ways, at the task's length and hops. */
  byVariation: readonly VariationAccuracy[];
  /** Every form by itself. */
  cells: readonly GeneralisationCell[];
}

/** What programs to generate. The defaults are the paper's task. */
export interface GeneratorSpec {
  /** Assignments per program, 1-100. */
  lines: number;
  /** The largest referential depth of the query, 1 to `lines`. */
  maximumHops: number;
  /** The chance that a line holds a digit although a variable could stand there, 0-1. */
  constantShare: number;
  /** A variable of depth d is drawn, for a right-hand side and for the query, with weight d to this power; 0-6. */
  depthExponent: number;
  /** Whether variables may be bound again. */
  names: NamePolicy;
  /** What happens to lines deeper than `maximumHops`. */
  depth: DepthPolicy;
  /** How many variables there are, 1-26: the first letters of the alphabet. */
  nameCount: number;
  /** How many digits there are, 1-10: 0 and up. */
  digitCount: number;
  /** How often each number of hops occurs. */
  balance: QueryBalance;
}

/** Mean accuracy during a phase on one group of test programs. */
export interface GroupAccuracy {
  /** Which programs: `1 hop`, `2 hops`, `line 1`, `line 2`, `later lines`. */
  group: string;
  /** Mean over the phase's evaluations, with the interval of the group's sample. */
  accuracy: Proportion;
}

/** How often the unpatched model is right in one group of programs. */
export interface GroupAnswers {
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Share of base programs that it answers rightly. */
  accuracy: Proportion;
}

/** What other patches at the same places do to one group of programs, on fewer programs than the sweep itself. */
export interface GroupControls {
  /**
   * Largest change of a logit when the tokens before the changed digit, which are equal in base and source, are patched: 0, or rounding; null where a
   * user's own pairs have no such tokens.
   */
  noOpLargestChange: number | null;
  /** Patches from another program of the same shape, token for token by role; its answer is the success. */
  unrelated: readonly EffectCell[];
  /** Base and source exchanged: what changes a to b must change b to a. */
  swapped: readonly EffectCell[];
  /** The vector moved by as much as the source would move it, in a random direction: what mere disturbance does. */
  random: readonly EffectCell[];
  /** Pointer against value; empty where no program's root can move. */
  movedRoot: readonly OutcomeCell[];
}

/** What patching did to one group of programs. */
export interface GroupEffects {
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Programs of the test set in this group. */
  available: number;
  /** Of those, the ones that were looked at. */
  tried: number;
  /** Of those that were looked at, the ones of which the model solves base and source. */
  solved: number;
  /** Pairs that were patched. */
  programs: number;
  /** One for every layer, head and token, by layer, head and then in the order of the text. */
  cells: readonly EffectCell[];
  /** What else would have been patched, and did. */
  controls: GroupControls;
}

/** How many programs a group has. */
export interface GroupSize {
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Programs that were looked at. */
  tried: number;
  /** Of those, the ones of which the last checkpoint solves base and source. */
  solved: number;
  /** Pairs on which the cells are followed. */
  programs: number;
  /** Other pairs, which chose the cells; 0 where the cells were given. */
  choosing?: number;
}

/** One edge at one checkpoint. */
export interface GrowingPart {
  /** What adds to the residual stream, as in `CircuitPart`. */
  source: string;
  /** What reads it. */
  input: string;
  /** The tokens at which it does. */
  token: string;
  /** What the score says of it here: by how much logit(base's answer) - logit(source's answer) falls when it is patched. */
  effect: number;
  /** Whether it is in this checkpoint's own circuit. */
  own: boolean;
  /** Whether it is in the last checkpoint's. */
  last: boolean;
}

/** The programs of one group: at every checkpoint the same, those of which the last one solves base and source. */
export interface GrowthGroup {
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Programs that were looked at. */
  tried: number;
  /** Of those, the ones of which the last checkpoint solves base and source. */
  solved: number;
  /** Pairs on which circuits are chosen. */
  choosing: number;
  /** Other pairs, on which they are judged. */
  judging: number;
  /** Edges of the graph. */
  edges: number;
  /** The groups of tokens by their roles; the last is all tokens without one. */
  tokens: readonly string[];
  /** Edges of the last checkpoint's circuit; 0 where it has none. */
  size: number;
}

/** Circuits over training: plain data, as `analyses/circuit-growth/result.json` holds it. */
export interface GrowthResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** What ranked the edges. */
  score: EdgeScore;
  /** The groups of programs. */
  groups: readonly GrowthGroup[];
  /** Every checkpoint, in the order of training. */
  checkpoints: readonly CircuitsAtStep[];
}

/** What a head looks at, as means over programs and tokens. */
export interface HeadAttention {
  /** 1-based. */
  layer: number;
  /** 1-based. */
  head: number;
  /** Weight on the token before, over all tokens but the first. */
  previousToken: number;
  /** Weight on the token two before: from a right-hand side to its line's name. */
  twoBack: number;
  /** Weight of a line's other tokens on the name with which it begins. */
  lineStart: number;
  /** Weight of variables (right-hand sides and the query variable) on earlier tokens of the same letter. */
  sameName: number;
  /** Weight of the same variables on the right-hand side of the line that binds them: a look-up done. */
  binding: number;
  /** Of a token's row, in bits, over all tokens but the first. */
  entropy: number;
  /**
   * Weights between the tokens on the digit's way, by hops: all pairs of the chain's, and of names and the tokens after right-hand sides those pairs
   * that have 0.1 or more.
   */
  betweenRoles: readonly RoleAttention[];
  /** The numbers before with their intervals. */
  estimates?: HeadEstimates | null;
}

/** The means of `HeadAttention` with their 95 % intervals over programs, which are drawn whole. */
export interface HeadEstimates {
  /** See there, as the others. */
  previousToken: Estimate;
  /** Weight on the token two before. */
  twoBack: Estimate;
  /** Weight on the line's name. */
  lineStart: Estimate;
  /** Weight on earlier tokens of the same letter. */
  sameName: Estimate;
  /** Weight on the right-hand side of the binding line. */
  binding: Estimate;
  /** In bits. */
  entropy: Estimate;
}

/** Statistics of the heads: plain data, as `analyses/heads-STEP/result.json` holds it. */
export interface HeadResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** Programs that the means are over. */
  programs: number;
  /** Programs of the test set that were looked at for them. */
  tried: number;
  /** What each head looks at, by layer and head. */
  heads: readonly HeadAttention[];
  /** What each part adds to the answer's logit directly. */
  logits: readonly LogitShare[];
  /** The whole difference that the parts sum to, mean over programs. */
  logitDifference: number;
}

/** A split that no training sees. */
export type HeldBackSplit = 'test' | 'validation';

/** Accuracy at a checkpoint. */
export interface HeldOutAccuracy {
  /** The checkpoint. */
  step: number;
  /** Where the programs have a held-out line. */
  place: HeldOutPlace;
  /** Share answered rightly. */
  accuracy: Proportion;
}

/**
 * A run beside one that was trained without some combinations of variable and digit, as figure 7 shows them: plain data, as
 * `analyses/held-out-beside/result.json` of the run with all combinations holds it.
 */
export interface HeldOutComparison {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The share of all combinations that one of them lacked. */
  share: number;
  /** The run that was trained with all of them. */
  all: HeldOutCurve;
  /** The one that was not. Its test programs are the same, and have them. */
  without: HeldOutCurve;
  /** The second run's accuracy by where a program has an unseen line. */
  places: readonly HeldOutAccuracy[];
  /** Both runs at their last checkpoints, program by program; null in results of older builds. */
  final?: HeldOutFinal | null;
}

/** A run's accuracy over training, as it measured itself. */
export interface HeldOutCurve {
  /** The run's name. */
  run: string;
  /** Steps of its evaluations, ascending. */
  steps: readonly number[];
  /** At each of them, on its fixed test programs. */
  accuracy: readonly Proportion[];
}

/** What the last checkpoints of two runs answer to the same test programs. */
export interface HeldOutFinal {
  /** The checkpoint of the run that was trained with all combinations. */
  allStep: number;
  /** The other run's. */
  withoutStep: number;
  /** By place; only places that some programs have. */
  pairs: readonly HeldOutPairs[];
}

/** Test programs by which of two runs answers them rightly. */
export interface HeldOutPairs {
  /** Where the programs have a held-out line. */
  place: HeldOutPlace;
  /** Programs that both answer rightly. */
  both: number;
  /** Programs that the run with all combinations alone answers rightly. */
  allAlone: number;
  /** Programs that the other one alone does. */
  withoutAlone: number;
  /** Programs that neither does. */
  neither: number;
}

/** Where a test program has a line that no training program had. */
export type HeldOutPlace = 'none' | 'root' | 'elsewhere';

/** Programs with unseen lines over training: plain data, as `analyses/held-out/result.json` holds it. */
export interface HeldOutResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The share of all combinations of variable and digit that training left out. */
  share: number;
  /** Those combinations, such as `k=2`. */
  combinations: readonly string[];
  /** Test programs. */
  programs: number;
  /** By step and place. */
  accuracy: readonly HeldOutAccuracy[];
}

/** A rule that says a digit to a program, or nothing where it does not apply. */
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

/** What the model's predictions equal during a phase, whether right or wrong; means over its evaluations, each 0 to 1. */
export interface HeuristicAgreement {
  /** Share of predictions equal to one of the program's first two constants. */
  firstTwoConstants: number;
  /** Share equal to the constant on line 1. */
  line1Constant: number;
  /** Share equal to the constant on line 2, among programs that have one there; null when none has. */
  line2Constant: number | null;
  /** Share equal to any constant of the program. */
  anyConstant: number;
  /** Largest share that one digit has of all predictions: near 1 divided by the digits when balanced. */
  mostFrequentDigit: number;
  /** Share of predictions that are no digit. */
  nonDigit: number;
  /** The same of the wrong predictions, beside guesses; null where the run's metrics lack it, or nothing is wrong. */
  wrong: WrongAgreement | null;
}

/** How far one heuristic accounts for a checkpoint's predictions. */
export interface HeuristicMatch {
  /** The heuristic. */
  heuristic: Heuristic;
  /** How often the heuristic itself is right, where it applies; null where it applies nowhere. */
  right: Proportion | null;
  /** Share of predictions equal to what it says, where it applies. */
  says: Proportion | null;
  /** The same where it is wrong, so that agreement is no by-product of being right; null where it never is. */
  saysWhereWrong: Proportion | null;
  /**
   * Its weight in the mixture of heuristics and guessing that fits the predictions best; null where it says the same as an earlier one in every
   * program, so that they cannot be told apart.
   */
  weight: Estimate | null;
  /** Share of predictions for which it is the most likely explanation in that mixture. */
  explains: Proportion | null;
}

/** The cell by which the heuristic answers while it is all that the model has, and what became of it. */
export interface HeuristicRoute {
  /** The last checkpoint of the heuristic phase, at which the cell was looked for. */
  checkpoint: number;
  /**
   * The first layer, from 2 on, on entering which the tokens hold nearly all that they ever hold there: nine tenths of their highest success in
   * programs with the answer on line 1.
   */
  layer: number;
  /** Success of the tokens on entering layer 2, 3 and so on, in the programs that chose the layer. */
  byLayer: readonly Proportion[];
  /** Success at every checkpoint, on other programs that this checkpoint and the last one solve, by answer line. */
  curve: readonly RouteUse[];
  /** What became of it, by answer line. */
  fates: readonly RouteFate[];
  /** How many programs were left out of curve and fates, by answer line; null in results of older builds. */
  programs?: readonly RoutePrograms[] | null;
  /** The tokens at which it was looked for; null for the colon. */
  role?: TokenRole;
}

/** The programs of one referential depth. */
export interface HopsGroup {
  /** The depth. */
  hops: number;
  /** How many. */
  n: number;
  /** How many were answered rightly. */
  correct: number;
  /** Their share. */
  accuracy: Proportion;
}

/** How many test programs of one referential depth were answered, and how many of those rightly. */
export interface HopsTally {
  /** Assignments from the queried variable to its root, 1 or more. */
  hops: number;
  /** Programs of that depth in the test set. */
  n: number;
  /** Programs among them whose most likely next token is the answer, 0 to `n`. */
  correct: number;
}

/** Feature importance over training: plain data, as `analyses/importance/result.json` holds it. */
export interface ImportanceResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** Programs that are learned from. */
  fitPrograms: number;
  /** Others, on which everything is measured. */
  testPrograms: number;
  /** By step. */
  checkpoints: readonly CheckpointImportance[];
}

/** How the weights start: normal with mean 0, LayerNorm scales at 1, biases at 0. */
export interface Initialization {
  /** How the standard deviation of the linear layers and of the unembedding is chosen. */
  kind: InitializationKind;
  /** Their standard deviation under `Normal`; above 0. */
  normalStd: number;
  /** Standard deviation of the token embedding, above 0. 0.3 was the best of 0.01 to 1 for small models. */
  embeddingStd: number;
  /** Divide the two layers of each block that write to the residual stream by sqrt(2 * layers), so that its size does not grow with depth. */
  scaleResidualOutputs: boolean;
  /**
   * 0, or the attention score that head h of layer 1 starts with at the key that lies (h - 1) mod 4 tokens back: the query and key biases of layer 1
   * are set so that it is highest there. Needs `All`. A form of assistance: say so where it is on.
   */
  offsetHeads: number;
}

/** How the standard deviation of a linear layer's first weights is chosen. */
export type InitializationKind = 'fanIn' | 'normal';

/** How well a place stands for a variable of the interpreter. */
export interface InterchangeCell {
  /**
   * `value:k` (what the chain's line of depth k binds), `refers-to:k` (the name on its right), `queried-name`, `answer`, `root-line`, `bound-names`
   * or `unrelated`.
   */
  variable: string;
  /** How sources were made. */
  source: SourceEdit;
  /** The base programs' referential depth. */
  hops: number;
  /** The layer that the patched vector enters, 1-based. */
  layer: number;
  /** The token by its role, or `both:newline` and the like: of both lines that exchange names. */
  place: string;
  /** Interchange-intervention accuracy: programs whose patched answer is the interpreter's with the variable taken from the source. */
  accuracy: Proportion;
  /** The same with each program's prediction exchanged for another program's of the group. */
  chance: number;
  /** Programs whose patched answer is that of the source's other variable; null where the source has none. */
  rival: Proportion | null;
  /** Programs whose answer is still the base's. */
  kept: Proportion;
}

/** How many programs a kind of source has. */
export interface InterchangeGroupSize {
  /** How sources were made. */
  source: SourceEdit;
  /** The depth on the chain that is changed; 0 where it is none of the chain's lines alone. */
  depth: number;
  /** The base programs' referential depth. */
  hops: number;
  /** Programs that were looked at. */
  tried: number;
  /** Of those, the ones that have such a source. */
  possible: number;
  /** Of those, the ones that are used: the last checkpoint solves base and source. */
  programs: number;
  /** Largest change of a logit when tokens before the first difference between base and source are patched: 0, or rounding. */
  noOpLargestChange: number;
}

/**
 * Something that is done to a forward pass, as data. Several may be given at once: they act in the order of the pass's sites, and at the same site in
 * the order in which they are listed. What one of them puts in reaches every later site.
 */
export type Intervention =
  | ({ kind: 'patch' } & InterventionPatch)
  | ({ kind: 'replaceWith' } & InterventionReplaceWith)
  | ({ kind: 'replaceWithEach' } & InterventionReplaceWithEach)
  | ({ kind: 'mean' } & InterventionMean)
  | ({ kind: 'zero' } & InterventionZero)
  | ({ kind: 'add' } & InterventionAdd)
  | ({ kind: 'addEach' } & InterventionAddEach)
  | ({ kind: 'project' } & InterventionProject)
  | ({ kind: 'swapSubspace' } & InterventionSwapSubspace)
  | ({ kind: 'cutEdges' } & InterventionCutEdges)
  | ({ kind: 'patchEdges' } & InterventionPatchEdges)
  | ({ kind: 'patchPath' } & InterventionPatchPath);

/** A multiple of a vector is added. */
export interface InterventionAdd {
  /** What it is added to. */
  where: Place;
  /** As wide as the site's vectors. */
  vector: readonly number[];
  /** Multiplies the vector. */
  scale?: number;
}

/** A multiple of each row's own vector is added. */
export interface InterventionAddEach {
  /** What it is added to. */
  where: Place;
  /** As in `ReplaceWithEach`. */
  vectors: readonly (readonly number[])[];
  /** Multiplies the vectors. */
  scale?: number;
}

/** Chosen queries no longer attend to chosen keys. */
export interface InterventionCutEdges {
  /** The pairs of query and key. */
  where: EdgePlace;
  /** What becomes of the attention that the query still pays to other keys. */
  rest: RestOfPattern;
}

/** The mean over a set of runs. */
export interface InterventionMean {
  /** What is replaced. */
  where: Place;
  /** One for every layer and head of `where`; left out where they are still to be computed (`Filled`). */
  means?: readonly SiteMean[];
}

/** The vector that the source run has there: an interchange intervention. */
export interface InterventionPatch {
  /** What is replaced. */
  where: Place;
  /** The source run's positions, one for each of `where`'s, in the same order; null for the same positions. */
  from?: TokenPositions | null;
}

/** Chosen queries pay to chosen keys the attention that they pay in the source run. */
export interface InterventionPatchEdges {
  /** The pairs of query and key. */
  where: EdgePlace;
  /** What becomes of the attention that the query pays to other keys. */
  rest: RestOfPattern;
}

/**
 * What a component would compute if one earlier component alone had written what it writes in the source run, everything else that it reads being the
 * base's: path patching, the direct effect of one on the other.
 */
export interface InterventionPatchPath {
  /**
   * The receiver: a head's queries, keys or values, an MLP's neurons or output, or the logits. The path runs within each token, along the residual
   * stream, past whatever stands between.
   */
  where: Place;
  /** What writes into the residual stream before every receiver. */
  sender: PathSender;
}

/** The part of the vector inside a subspace, or the part outside of it. */
export interface InterventionProject {
  /** What is projected. */
  where: Place;
  /** Of the site's vectors. */
  subspace: Subspace;
  /** Which part stays. */
  kept: KeptPart;
}

/** A given vector. */
export interface InterventionReplaceWith {
  /** What is replaced. */
  where: Place;
  /** As wide as the site's vectors. */
  vector: readonly number[];
}

/** A given vector for each row. */
export interface InterventionReplaceWithEach {
  /** What is replaced. */
  where: Place;
  /** One a row, each as wide as the site's vectors; at all positions, layers and heads of the row the same. */
  vectors: readonly (readonly number[])[];
}

/** The part inside a subspace comes from the source run, the rest stays. */
export interface InterventionSwapSubspace {
  /** What is changed. */
  where: Place;
  /** Of the site's vectors. */
  subspace: Subspace;
  /** As in `Patch`. */
  from?: TokenPositions | null;
}

/** Zeros. */
export interface InterventionZero {
  /** What is replaced. */
  where: Place;
}

/** Which part of a vector a projection keeps. */
export type KeptPart = 'inside' | 'outside';

/**
 * The least loss that a predictor of a program's tokens can have, by what it knows. Left-hand sides, digits and the kind of a right-hand side are
 * random: knowing more does not help. Which variable stands on the right, and which is queried, depends on how deep the variables are
 * (`depthExponent`), so a model that tracks depth is paid for it. All in nats per program.
 */
export interface KnowledgeFloors {
  /** Programs that the floors were computed on. */
  programs: number;
  /** The names on the left, without line 1's, which nothing precedes. */
  leftHandSide: number;
  /** Digit or variable, for each line's right-hand side. */
  rightHandSideKind: number;
  /** Which digit, for those that are one. */
  rightHandSideDigit: number;
  /**
   * Which variable, for those that are one: entry k of a predictor that knows the names that are bound and tells depths 1 to k apart from one another
   * and from the deeper ones; the last entry tells all depths.
   */
  rightHandSideVariable: readonly number[];
  /** Which variable is queried, with the same entries. */
  query: readonly number[];
}

/**
 * What swaps at the later tokens of a chain do, to which the digit has to be handed on: not at the root's own, which holds it from the beginning. In
 * chains of two and more hops.
 */
export interface LaterSuccess {
  /** The trained subspace. */
  trained: Proportion;
  /** Whole vectors. */
  whole: Proportion;
  /** Random subspaces of equal rank, mean over the draws. */
  random: Proportion;
}

/** One program's history over the checkpoints. */
export interface LearnedProgram {
  /** Its place in the test set, 0-based. */
  program: number;
  /** The program. */
  text: string;
  /** The right digit. */
  answer: number;
  /** The query's referential depth. */
  hops: number;
  /** The line that holds the root. */
  answerLine: number;
  /** The checkpoint from which on it is right at all others; null where it is wrong at the last. */
  learnedAt: number | null;
  /** How often it went from right to wrong. */
  forgotten: number;
  /** At how many checkpoints it is right. */
  rightAt: number;
}

/** When each program was learned, and how often forgotten. */
export interface Learning {
  /** For each program the step from which on it is right at all checkpoints; -1 where it is wrong at the last. */
  learnedAt: readonly number[];
  /** For each program the first checkpoint that answers it rightly; -1 where none does. */
  firstRight: readonly number[];
  /** For each program how often it went from right to wrong between neighbouring checkpoints. */
  forgotten: readonly number[];
  /** Share of programs that are right at the last checkpoint. */
  learned: Proportion;
  /** Share of programs that, once right, stayed right. */
  neverForgotten: Proportion;
  /** The same by feature. */
  groups: readonly LearningGroup[];
  /** The programs that were learned last or not at all, hardest first. */
  hard: readonly LearnedProgram[];
  /** The programs that were learned first and not forgotten, easiest first. */
  easy: readonly LearnedProgram[];
}

/** When the programs for which a feature has one value were learned. */
export interface LearningGroup {
  /** The feature. */
  feature: ProgramFeature;
  /** Its value. */
  value: number;
  /** Programs with that value. */
  programs: number;
  /** How many of them are right at the last checkpoint. */
  learned: number;
  /** Half of them were learned by this step; null where less than half were. */
  medianStep: number | null;
  /** Lower end of the median's interval (order statistics, 95 %); null where it was not learned. */
  low: number | null;
  /** Upper end; null where it is later than the last checkpoint. */
  high: number | null;
  /** Forgetting events per program. */
  forgettings: number;
}

/** The learning rate over the steps: linear warm-up, a constant stretch, linear decay to the end. */
export interface LearningRateSpec {
  /** The rate after warm-up; the paper's 1e-4. */
  peak: number;
  /** Steps over which the rate grows linearly from 0; the paper's 750. */
  warmupSteps: number;
  /**
   * Share of all steps after which the rate falls linearly to `floor`: 0 decays from the end of the warm-up as in the paper, 1 is a constant rate.
   */
  decayFrom: number;
  /** What the rate falls towards, as a share of the peak: that of the update after the last; 0 in the paper. */
  floor: number;
}

/** How long trainings took: plain data, as `analyses/learning-time/result.json` of the first run holds it. */
export interface LearningTimeResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The field of the law; null for arms alone. */
  field: string | null;
  /** The accuracy at which a task counts as learned, 0 to 1. */
  accuracy: number;
  /** Only programs with the answer after this line count; 0 for all. */
  afterLine: number;
  /** The last step that was looked at; 0 for each run's last. */
  until: number;
  /** Other fields in which runs of different arms differ; with a field, the law is of these, too. */
  along: readonly string[];
  /** Trainings that differ in seeds alone are one arm; the first run's is the first. */
  arms: readonly TimedArm[];
  /** In the order given. */
  runs: readonly TimedRun[];
  /** Each other arm against the first, for each measure, in steps. */
  comparisons: readonly ArmComparison[];
  /** For each measure and unit; empty without a field. */
  laws: readonly TimeLaw[];
  /** How the deepest hops go with layers; null where the field is another than the layers. */
  depth: DepthLaws | null;
}

/** What the lens reads at one layer and token, over the programs of a group. */
export interface LensCell {
  /** The layer that the residual enters, 1-based; one more than the model's layers is what leaves the last. */
  layer: number;
  /** The token. */
  role: TokenRole;
  /** Share of programs whose top digit is the answer. */
  answer: Proportion;
  /** Share whose top digit is line 1's; null where that is the answer. */
  firstLine: Proportion | null;
  /** The answer's probability among the ten digits. */
  answerProbability: Estimate;
  /** That of line 1's digit, where it is not the answer; null where it always is. */
  firstLineProbability: Estimate | null;
  /** Logit of the answer minus logit of line 1's digit, where they differ; null where they never do. */
  difference: Estimate | null;
  /** Mean probability of each digit, 0 first, among the digits. */
  digitProbability: readonly number[];
  /** Probability that the lens gives to the ten digits together, among all tokens. */
  digitMass: number;
}

/** The lens at one checkpoint. */
export interface LensCheckpoint {
  /** The checkpoint. */
  step: number;
  /** By hops, then by answer line. */
  groups: readonly LensGroup[];
}

/** The programs of one depth with the answer in one place. */
export interface LensGroup {
  /** The query's referential depth. */
  hops: number;
  /** Where the root stands. */
  answerLine: AnswerLineGroup;
  /** Programs in the group. */
  programs: number;
  /** By token, then by layer. */
  cells: readonly LensCell[];
}

/** How a vector inside the model is read as logits. */
export type LensKind = 'plain' | 'tuned';

/** The lens at every layer and token of one program. */
export interface LensMap {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** The program. */
  program: string;
  /** The right digit. */
  answer: number;
  /** By position. */
  tokens: readonly LensMapToken[];
}

/** What the lens reads at one token of one program. */
export interface LensMapToken {
  /** 0-based. */
  position: number;
  /** The character. */
  token: string;
  /** Logits of the ten digits (inner) at each layer (outer): entering layer 1, 2, ..., leaving the last. */
  digitLogits: readonly (readonly number[])[];
  /** The top token among all, at each layer. */
  top: readonly string[];
}

/** The logit lens: plain data, as `analyses/logit-lens/result.json` holds it. */
export interface LensResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** Layers of the model. */
  layers: number;
  /** By step. */
  checkpoints: readonly LensCheckpoint[];
}

/** The programs with the root digit on one line. */
export interface LineGroup {
  /** The line, 1-based. */
  line: number;
  /** How many. */
  n: number;
  /** How many were answered rightly. */
  correct: number;
  /** Their share. */
  accuracy: Proportion;
}

/** A classifier that reads a property of a line from the residual stream at its right-hand side. */
export interface LineProbe {
  /** The layer whose output is read, 1-based; 0 for the embeddings. */
  afterLayer: number;
  /** What is read. */
  target: LineTarget;
  /** Lines that are read correctly. */
  accuracy: Estimate;
  /** Of the lines with a variable on the right: those whose value or depth does not stand there as a digit. */
  onVariables: Estimate;
  /** What saying the most frequent class of those lines would score on them. */
  majority: number;
  /** Accuracy, on the same lines, of an equal probe on the control task: each pair of names (left, right) has a class of its own, drawn once. */
  control: Estimate;
  /** `onVariables` minus `control`. */
  selectivity: number;
  /** Duality gap of the fit, as a share of what a fit without features costs. */
  gap: number;
  /** Gradient steps of the fit. */
  iterations: number;
  /** Whether the gap is within the tolerance asked for. */
  converged: boolean;
}

/** What a probe at a right-hand side reads. */
export type LineTarget = 'value' | 'depth';

/** What can be asked about one program at one checkpoint. */
export type LivePart = 'logits' | 'residual' | 'heads' | 'mlp' | 'lens' | 'attention';

/** One program at one checkpoint; parts that were not asked for are null. */
export interface LiveProgram {
  /** The base program's text. */
  program: string;
  /** The source program's text. */
  source: string;
  /** The checkpoint's step. */
  step: number;
  /** The answers to both. */
  logits?: LogitPair | null;
  /** Figure 3a. */
  residual?: PatchMap | null;
  /** The same for each head's contribution. */
  heads?: ComponentMap | null;
  /** The same for each MLP's output. */
  mlp?: ComponentMap | null;
  /** The logit lens at every layer and token of the base. */
  lens?: LensMap | null;
  /** What each head looks at in the base. */
  attention?: AttentionMap | null;
}

/** Parts of one program at one checkpoint. */
export interface LiveRequest {
  /** The base program's text. */
  program: string;
  /** Which parts. */
  parts: readonly LivePart[];
  /** The source program's text; null for the default counterfactual. */
  source?: string | null;
}

/** The digits' logits and probabilities in the patched runs of a place, as means over programs. */
export interface LogitMeans {
  /** logit(source's answer). */
  new: Estimate;
  /** logit(base's answer). */
  original: Estimate;
  /** Of the source's answer, given that the model says a digit; 0 to 1. */
  probability: Estimate;
  /** Kullback-Leibler divergence KL(base run || patched run) of the ten digits' probabilities, in nats. */
  divergence: Estimate;
}

/** The answers to a program and to its counterfactual. */
export interface LogitPair {
  /** The ten digits' logits at the base's colon. */
  base: readonly number[];
  /** The ten digits' logits at the source's colon. */
  source: readonly number[];
}

/** What one part of the model adds to the answer's logit at the colon, directly. */
export interface LogitShare {
  /** `embedding`, `head`, `attention bias`, `mlp` or `final bias`. */
  part: string;
  /** 1-based; 0 for parts of no layer. */
  layer: number;
  /** 1-based; 0 for parts that are no head. */
  head: number;
  /** To logit(answer) - mean of the ten digits' logits, mean over programs. All parts sum to that difference. */
  contribution: Estimate;
}

/** What came out of one swap. */
export interface LookbackAnswers {
  /** What was swapped. */
  swap: LookbackSwap;
  /** Answers that are the source's digit. */
  source: Proportion;
  /** Answers that are what the base has on the source's line. */
  line: Proportion;
  /** Answers that are what the base has under the source's name. */
  name: Proportion;
  /** Answers that are the base's own. */
  own: Proportion;
  /** Other answers. */
  other: Proportion;
}

/** The swaps of programs of one number of hops. */
export interface LookbackGroup {
  /** The base programs' referential depth. */
  hops: number;
  /** Programs that were looked at. */
  tried: number;
  /** Of those, the ones that have sources of which every reading predicts another answer. */
  possible: number;
  /** Solved programs on which the strongest place is chosen. */
  choosing: number;
  /** Other solved programs, on which all shares are. */
  programs: number;
  /** By layer, and then in the order of the text; a token off the chain, as a control, last of each layer. */
  places: readonly LookbackPlace[];
  /** Which of `places` holds a pointer most often, from layer 2 on; null where none does in any program. */
  strongest: number | null;
  /** What the run's first checkpoint answers at the strongest place; null where there is none, or it is the one that is asked. */
  untrained: LookbackPlace | null;
}

/** The swaps of what is held at one token, and of the root's line, on entering one layer. */
export interface LookbackPlace {
  /** The layer that the swapped vectors enter, 1-based; layer 1 is the input itself. */
  layer: number;
  /** The token whose pointer is swapped, by its role; `other token` for one off the chain. */
  place: string;
  /** What came out of each swap. */
  swaps: readonly LookbackAnswers[];
  /** How many answers each reading of the place foretells. */
  readings: readonly ReadingShare[];
}

/** What a place may hold, and where what it points to is kept. */
export type LookbackReading = 'lineHeld' | 'nameHeld' | 'lineInPlace' | 'nameInPlace' | 'value';

/** Pointer, address and payload: plain data, as `analyses/lookback-STEP/result.json` holds it. */
export interface LookbackResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** Layers of the model. */
  layers: number;
  /** By hops. */
  groups: readonly LookbackGroup[];
}

/** What is taken from the source. */
export type LookbackSwap = 'payload' | 'pointer' | 'address' | 'pointerAndAddress' | 'addressAndPayload' | 'all';

/**
 * What a model pays for the tokens of a program, apart by what they are: the mean over programs, in nats per program. The parts add up to the loss of
 * causal language modelling times the number of tokens. `KnowledgeFloors` are the least that each can be.
 */
export interface LossByRole {
  /** Programs. */
  n: number;
  /** Names on the left, from line 2 on. */
  leftHandSide: number;
  /** That a right-hand side is a digit, or that it is a variable. */
  rightHandSideKind: number;
  /** Which digit, where it is one: given that it is a digit. */
  rightHandSideDigit: number;
  /** Which variable, where it is one: given that it is a variable. */
  rightHandSideVariable: number;
  /** The queried variable. */
  query: number;
  /** The answer at the colon. */
  answer: number;
  /** Signs that stand at the same place in every program: equals signs, newlines, `#` and `:`. */
  fixed: number;
}

/** What a model pays for the tokens of a program over training, apart by what they are, beside what it must cost. */
export interface LossByRoleResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** Programs. */
  programs: number;
  /** The least that each part costs a predictor, by how many depths it tells apart. */
  floors: KnowledgeFloors;
  /** In the order of steps. */
  checkpoints: readonly CheckpointLoss[];
}

/** The positions whose prediction counts in the loss. */
export type LossScope = 'allTokens' | 'noRightHandSides' | 'answer';

/** What patching one token at one layer did to one program. */
export interface MapCell {
  /** The layer that the residual enters, 1-based. */
  layer: number;
  /** The token, 0-based. */
  position: number;
  /** Change of the logit of the source's answer, patched minus base. */
  newDigitChange: number;
  /** That change divided by the largest one in the map: figure 3a's colour. 0 where the map has no rise. */
  normalised: number;
  /** The patched run's top digit. */
  top: number;
  /** Whether that is the source's answer. */
  success: boolean;
  /** Whether the patch changed an activation that the answer can depend on. */
  changed: boolean;
  /** The ten digits' logits of the patched run, rounded to three decimals; null where nothing changed, and in maps of earlier versions. */
  logits?: readonly number[] | null;
}

/** One checkpoint's map. */
export interface MapCheckpoint {
  /** The checkpoint. */
  step: number;
  /** The principal components that the classifier selected, 0-based by falling variance. */
  components: readonly number[];
  /** First coordinate of each token. */
  x: readonly number[];
  /** Second coordinate. */
  y: readonly number[];
  /** Share of the selected components' variance that two dimensions show, 0-1. */
  shown: number;
  /** What alignment to the last checkpoint's map leaves of the squares, 0-1. */
  disparity: number;
  /** Tokens that lie nearest to the mean of their own class in the selected components, all of them; means are the fit's tokens'. */
  nearestCentre: number;
  /** First coordinate of each token in a UMAP of the selected components, started at the aligned map. */
  umapX: readonly number[];
  /** Second coordinate. */
  umapY: readonly number[];
  /** How far neighbours on the UMAP are neighbours in the selected components, 10 of each: about 0.5 at random, at most 1. */
  trustworthiness: number;
  /** The same of the map by variance. */
  planeTrustworthiness: number;
}

/** A token of the base program. */
export interface MapToken {
  /** 0-based. */
  position: number;
  /** The character; a newline as it is. */
  text: string;
  /** Its line, 1-based; the query's is the number of lines + 1. */
  line: number;
  /** What it is on the digit's way, such as `rhs:1`; null for all other tokens. */
  role: string | null;
}

/** A measured number with its 95 % interval. */
export interface Measure {
  /** What it is. */
  kind: MeasureKind;
  /** The number. */
  value: number;
  /** Lower end of the interval. */
  low: number;
  /** Upper end of the interval. */
  high: number;
  /** Programs in the sample; for a difference, in the smaller of the two. */
  n: number;
}

/** What a number is. */
export type MeasureKind = 'share' | 'difference';

/** What a token's vector may bring from the source. */
export type Mechanism = 'value' | 'line' | 'name' | 'self' | 'kept' | 'other';

/** What a vector brings, on entering a layer: the shares of the four mechanisms and of what is none. */
export interface MechanismCell {
  /** The layer that the patched vector enters, 1-based; layer 1 is the input itself. */
  layer: number;
  /** The token by its role; `other token` for one off the chain. */
  place: string;
  /** The digit itself. */
  value: Estimate;
  /** Where the line stands (positional). */
  line: Estimate;
  /** What the line binds (lexical). */
  name: Estimate;
  /** The digit as something to look for (reflexive). */
  self: Estimate;
  /** Nothing: the base's answer stays. */
  kept: Estimate;
  /** Any digit. */
  other: Estimate;
  /**
   * What the fitted model's distribution over digits has in common with the network's, in programs that it was not fitted to: one minus the
   * Jensen-Shannon divergence, 0 to 1.
   */
  agreement: Estimate;
  /** The same with each program's predictions exchanged for the next one's. */
  shuffled: number;
  /** Answers that are the base's digit on the address's line, by where that line is. */
  byLine: readonly AddressShare[];
}

/** What tokens bring at every checkpoint: plain data, as `analyses/mechanism-growth/result.json` holds it. */
export interface MechanismGrowthResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** Layers of the model. */
  layers: number;
  /** The programs, by hops and depth of the line that the sources change. */
  groups: readonly MechanismPrograms[];
  /** Every checkpoint, in the order of training. */
  checkpoints: readonly MechanismsAtStep[];
  /** From when each token brings what it brings at the end, in the order of training. */
  since: readonly MechanismSince[];
}

/** The map of one number of hops and one line of the chain. */
export interface MechanismMap {
  /** The base programs' referential depth. */
  hops: number;
  /** The depth of the line that stands elsewhere and binds another name in the sources; 1 is the root. */
  depth: number;
  /** Programs that were looked at. */
  tried: number;
  /** Of those, the ones that have such sources. */
  possible: number;
  /** Of those, the ones that are used: the model solves base and both sources. */
  programs: number;
  /** By layer, and then in the order of the text; the control, a token off the chain, last of each layer. */
  cells: readonly MechanismCell[];
  /** What the run's first checkpoint says of the same programs; null where it is the one that is asked. */
  untrained: MechanismNull | null;
}

/** One map at one checkpoint. */
export interface MechanismMapAtStep {
  /** Share of the programs that this checkpoint solves, base and both sources. */
  solved: Proportion;
  /** Of these: by layer, and then in the order of the text; the control, a token off the chain, last of each layer. None where nothing is solved. */
  cells: readonly MechanismShares[];
}

/** The largest share of a mechanism that a model without training has anywhere in the map. */
export interface MechanismNull {
  /** Which: one of the first four. */
  mechanism: Mechanism;
  /** The layer entered. */
  layer: number;
  /** The token. */
  place: string;
  /** Its share. */
  share: Estimate;
}

/** The programs of one map, the same at every checkpoint. */
export interface MechanismPrograms {
  /** The base programs' referential depth. */
  hops: number;
  /** The depth of the line that stands elsewhere and binds another name in the sources; 1 is the root. */
  depth: number;
  /** Programs that were looked at. */
  tried: number;
  /** Of those, the ones that have such sources. */
  possible: number;
  /** Of those, the ones that are used: the last checkpoint solves base and both sources. */
  programs: number;
}

/** What tokens bring when they are taken from another program: plain data, as `analyses/mechanisms-STEP/result.json` holds it. */
export interface MechanismResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** Layers of the model. */
  layers: number;
  /** The map, by hops and depth of the line that the sources change. */
  groups: readonly MechanismMap[];
  /** What assigning the queried name again does, by how often; empty where the test set has no such programs. */
  overwritten: readonly OverwrittenName[];
  /** Whether values stand before the query, by hops from 2 on. */
  beforeQuery: readonly ValueBeforeQuery[];
}

/** What a vector brings, on entering a layer, as in `MechanismCell`. */
export interface MechanismShares {
  /** The layer entered, 1-based. */
  layer: number;
  /** The token by its role; `other token` for one off the chain. */
  place: string;
  /** The digit itself. */
  value: Estimate;
  /** Where the line stands. */
  line: Estimate;
  /** What the line binds. */
  name: Estimate;
  /** The digit as something to look for. */
  self: Estimate;
  /** Nothing: the base's answer stays. */
  kept: number;
  /** Any digit. */
  other: number;
}

/** From when a token has what it has at the last checkpoint. */
export interface MechanismSince {
  /** The programs' referential depth. */
  hops: number;
  /** The depth of the line that it brings. */
  depth: number;
  /** The token by its role. */
  place: string;
  /** The layer entered, from 2 on, in which its share is largest at the last checkpoint. */
  layer: number;
  /** What it brings in half of the programs or more: one of the first four. */
  mechanism: Mechanism;
  /** Its share at the last checkpoint. */
  final: Estimate;
  /** The last checkpoint before; null where it is there from the first checkpoint on. */
  after: number | null;
  /** The first checkpoint from which the share stays at half of its final value or above. */
  step: number;
  /** The same by the upper ends of the intervals: it may be there as early as this. */
  low: number;
  /** The same by the lower ends: it is surely there by this; null where the last checkpoint's interval is too wide. */
  high: number | null;
}

/** One checkpoint. */
export interface MechanismsAtStep {
  /** Its step. */
  step: number;
  /** As many as the result has groups, in their order. */
  maps: readonly MechanismMapAtStep[];
  /** What assigning the queried name again does here, by how often; empty where the test set has no such programs. */
  overwritten: readonly OverwrittenName[];
}

/** What `metrics.json` says of a run: all that it measured while it trained. */
export interface MetricsPage {
  /** The least that its task's tokens can cost; null in older runs and in trainings on answers alone. */
  floors: KnowledgeFloors | null;
  /** The lines of its metrics.jsonl. */
  metrics: readonly Evaluation[];
  /** The lines of its timing.jsonl. */
  timing: readonly TimingLine[];
}

/** When a run reached an accuracy. */
export interface Milestone {
  /** The accuracy, 0 to 1. */
  accuracy: number;
  /** Step of the first evaluation at or above it; null when there is none. */
  firstReached: number | null;
  /** Step of the evaluation from which all to the end are at or above it; null when the last is below. */
  sustainedFrom: number | null;
}

/** The shape of a model: a GPT-2-like decoder with rotary positions and an unembedding of its own. */
export interface ModelSpec {
  /** Number of blocks, at least 1. */
  layers: number;
  /** Attention heads of a block, at least 1. */
  heads: number;
  /** Width of a head's query, key and value; even, because rotary positions turn pairs. */
  headWidth: number;
  /** Width of the residual stream, at least 1. Need not equal heads times head width. */
  width: number;
  /** Width of the MLP's hidden layer, at least 1. */
  mlpWidth: number;
  /** Number of tokens, at least 1. */
  vocabulary: number;
  /** The largest number of positions that is accepted, at least 1. No weight depends on it. */
  positions: number;
  /** Which parts add a bias. */
  biases: Biases;
  /** Base of the rotary frequencies, above 1. 10,000 in the literature; 10 to 100 suits short inputs. */
  ropeBase: number;
  /** Share of activations that training drops, 0 up to but not including 1. */
  dropout: number;
  /** How the weights start. */
  initialization: Initialization;
  /** Number of trained weights. */
  parameterCount: number;
}

/** Muon's constants (K. Jordan et al. 2024), for the blocks' weight matrices. */
export interface MuonSpec {
  /**
   * Their learning rate after the warm-up; it follows training.learningRate's course. 0.006 was the best of 0.004 to 0.02 for width 64
   * (docs/log/training.md).
   */
  peak: number;
  /** Share of the gradient's running mean that is kept, in [0, 1). */
  momentum: number;
  /** Newton-Schulz iterations. */
  iterations: number;
}

/** Which variable a line binds. */
export type NamePolicy = 'reuse' | 'unique';

/** What a model without the thing claimed scores on a claim's criterion. */
export interface NullScore {
  /** The model, in words, such as `guesses among the constants`. */
  model: string;
  /** What it scores, in the order of the claim's findings. */
  observation: string;
  /** Whether it meets the criterion: then the criterion is no evidence. */
  passes: boolean;
}

/** What the loss is taken over, and which extra terms assist it. */
export interface Objective {
  /** Every token, as in the paper, all but right-hand sides, or the answers alone. */
  loss: LossScope;
  /** Queries asked of each program in one forward pass; 1 is the paper's. The first is the program's own. */
  queries: number;
  /** Weight of a second loss term: the answer, read already at the query variable. 0 leaves it out. */
  answerAtQueryVariable: number;
  /** Weight of a third loss term: each line's resolved value, read at its right-hand side. 0 leaves it out. */
  valueAtRightHandSide: number;
}

/** How the gradient becomes an update. */
export type OptimizerKind = 'adamW' | 'muon';

/** AdamW's constants; the defaults are the paper's (science section 2), which does not mention clipping. */
export interface OptimizerSpec {
  /** Decay of the gradient's running mean, in [0, 1). */
  beta1: number;
  /** Decay of the squared gradient's running mean, in [0, 1). */
  beta2: number;
  /** Added to the root of the second moment; PyTorch's default. */
  epsilon: number;
  /** Decoupled decay of every parameter, per unit of learning rate. */
  weightDecay: number;
  /** Largest norm of the whole gradient; 0 leaves it as it is. */
  clipNorm: number;
  /** How the gradient becomes an update. Younger than the format of runs: a spec.json without it has AdamW. */
  kind?: OptimizerKind;
  /** Muon's own constants; null under AdamW. */
  muon?: MuonSpec | null;
}

/** How much of another run's checkpoint a training began with. */
export type OriginKind = 'weights' | 'end';

/** Which program of a pair is the test set's own; the other is the same with one symbol renamed everywhere. */
export type Original = 'unseen' | 'seen';

/** What kind of prediction a model made for one program; the first that fits. */
export type Outcome = 'right' | 'firstLine' | 'secondConstant' | 'otherConstant' | 'absentDigit' | 'nonDigit';

/** What the answer became when a place was patched from a program whose root stands on another line and holds another digit. */
export interface OutcomeCell {
  /** 1-based. */
  layer: number;
  /** 1-based; 0 where the site has no heads. */
  head: number;
  /** The token. */
  role: TokenRole;
  /** Share of programs that answer the source's digit: the place carried the value. */
  value: Proportion;
  /** Share of programs that answer the digit which the base has on the line where the source has its root: the place carried the address. */
  pointer: Proportion;
  /** Share of programs that still give the base's answer: it carried neither, or nothing reads it any more. */
  kept: Proportion;
}

/** How often an outcome occurs. */
export interface OutcomeShare {
  /** The outcome. */
  outcome: Outcome;
  /** Share of the programs. */
  share: Proportion;
}

/** What several trainings, alike but for their seeds (and perhaps their length), say about a claim. */
export interface OverSeeds {
  /** What the trainings that test the claim say together; not tested where fewer than two do. */
  verdict: Verdict;
  /** How many test it. */
  tested: number;
  /** Each training, the run's own first. */
  runs: readonly SeedVerdict[];
}

/** The same programs with the queried name bound so many times before the binding that counts. */
export interface OverwrittenName {
  /** How often it is assigned again, 0 to 3. */
  again: number;
  /** Answers that are right: the latest binding's value. */
  right: Proportion;
  /** Answers that are a value which the name had before. */
  stale: Proportion;
  /** The same digits, said where those lines bind other names: what is no error of the overwriting. */
  staleBefore: Proportion;
}

/** One patch in one program: logits before and after. */
export interface PairPatchResult {
  /** The ten digits' logits of the base run. */
  base: readonly number[];
  /** The ten digits' logits of the source run. */
  source: readonly number[];
  /** The ten digits' logits of the base run with the patch. */
  patched: readonly number[];
  /** The token that was patched, 0-based; -1 where the interventions were given as such. */
  position: number;
  /** The source's token that the vector came from, 0-based; -1 likewise. */
  sourcePosition: number;
  /** The base's right answer. */
  baseAnswer: number;
  /** The source's right answer. */
  sourceAnswer: number;
  /** Top digit of the base run. */
  baseTop: number;
  /** Top digit of the source run. */
  sourceTop: number;
  /** Top digit of the patched run. */
  patchedTop: number;
  /**
   * `changed`; `absent` where nothing was chosen; `unchanged` where the patch put in what was there; `unreachable` where nothing that it changed can
   * reach the answer.
   */
  effect: string;
}

/** The difference of two shares of the same pairs, with its 95 % interval. */
export interface PairedDifference {
  /** The first share minus the second, -1 to 1. */
  value: number;
  /** Lower end. */
  low: number;
  /** Upper end. */
  high: number;
}

/** Whether a part of the last checkpoint's circuit already works at a checkpoint. */
export interface PartEffect {
  /** The checkpoint. */
  step: number;
  /** Number of the part in the circuit, 0-based. */
  part: number;
  /** As in `effect`, patched from the same checkpoint's own source run, on the same programs. */
  effect: Estimate;
  /** Share of the programs whose answer becomes the source's. */
  success: Proportion;
}

/** When a part of the circuit began to work. */
export interface PartEmergence {
  /** Number of the part in the circuit, 0-based. */
  part: number;
  /** The last checkpoint before; null where it works from the first on. */
  after: number | null;
  /** The first checkpoint from which its effect stays at half of the last checkpoint's or above. */
  step: number;
  /** The same by the upper ends of the intervals. */
  low: number;
  /** The same by the lower ends; null where the last checkpoint's interval is too wide. */
  high: number | null;
}

/** Figure 3a: one program, every layer and token. */
export interface PatchMap {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** The base program's tokens. */
  tokens: readonly MapToken[];
  /** Layers of the model. */
  layers: number;
  /** The base's right answer. */
  baseAnswer: number;
  /** The source's right answer. */
  sourceAnswer: number;
  /** The ten digits' logits of the base run. */
  baseLogits: readonly number[];
  /** The ten digits' logits of the source run. */
  sourceLogits: readonly number[];
  /** By layer, then by position. */
  cells: readonly MapCell[];
}

/** Interventions in one program, all in one forward pass. */
export interface PatchRequest {
  /** The base program's text. */
  program: string;
  /** 1 or more, as the files of the command line have them (docs/interventions.md), or in short (`PatchPlace`). */
  interventions: readonly Intervention[];
  /** The source program's text; null for the default counterfactual. */
  source?: string | null;
}

/** A patching sweep over the test set: plain data, as `analyses/patch-TARGET-STEP/result.json` holds it. */
export interface PatchResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** What was patched. */
  target: PatchTarget;
  /** Layers of the model. */
  layers: number;
  /** Heads of a layer; 0 where the target has no heads. */
  heads: number;
  /** The groups of programs, by hops and then by answer line. */
  groups: readonly GroupEffects[];
  /** The heads (or MLPs) by effect in programs with the answer after line 2, strongest first; empty for the residual stream. */
  ranking: readonly ComponentRank[];
  /** What of each head was patched; null for what it adds to the residual stream. */
  site?: SiteKind;
}

/** What a sweep patches. */
export type PatchTarget = 'residual' | 'heads' | 'mlp';

/** One fit along the penalty path. */
export interface PathPoint {
  /** Absolute (L1) penalty of the mean cross-entropy. */
  penalty: number;
  /** Components that keep a weight. */
  kept: number;
  /** Held-out accuracy. */
  accuracy: number;
  /** Mean cross-entropy in nats plus penalty. */
  objective: number;
  /** Duality gap, as a share of what a fit without features costs. */
  gap: number;
  /** Gradient steps. */
  iterations: number;
  /** Whether the gap is within the tolerance asked for. */
  converged: boolean;
}

/** A component that writes into the residual stream. */
export interface PathSender {
  /** `attention.head`, `attention.out` or `mlp.out`. */
  kind: SiteKind;
  /** 1-based. */
  layer: number;
  /** 1-based; 0 for kinds that have no heads. */
  head?: number;
}

/** One phase of a run: a stretch of evaluations at a steady level. */
export interface Phase {
  /** What the model does in it. */
  kind: PhaseKind;
  /** Step of its first evaluation. */
  firstStep: number;
  /** Step of its last evaluation. */
  lastStep: number;
  /** Where the level was reached; null for a phase that the run starts with. */
  start: StepInterval | null;
  /** Where the level was left; null for a phase that the run ends with. */
  end: StepInterval | null;
  /** Evaluations in it, 1 or more. */
  evaluations: number;
  /** Mean accuracy over its evaluations. */
  accuracy: Proportion;
  /** Accuracy at its last evaluation. */
  finalAccuracy: number;
  /** Mean accuracy by answer line: line 1, line 2, later lines (those that occur). */
  byAnswerLine: readonly GroupAccuracy[];
  /** Mean accuracy by referential depth. */
  byHops: readonly GroupAccuracy[];
  /** What its predictions equal. */
  agreement: HeuristicAgreement;
}

/** What a model does during a phase, as its evaluations show it. */
export type PhaseKind = 'chance' | 'guessing' | 'heuristic' | 'solved' | 'other';

/** What lies between two phases, or between the last phase and the end of a run that was still on its way. */
export interface PhaseTransition {
  /** The phase before; null when the run starts in the transition. */
  from: PhaseKind | null;
  /** The phase after; null when the run ends in the transition. */
  to: PhaseKind | null;
  /** Last evaluation of the phase before (or the run's first evaluation). */
  lastStepBefore: number;
  /** First evaluation of the phase after (or the run's last evaluation). */
  firstStepAfter: number;
  /** Evaluations that belong to neither. */
  evaluations: number;
  /** Accuracy at `firstStepAfter` minus accuracy at `lastStepBefore`. */
  rise: number;
}

/** A run's phases: plain data, as `analyses/phases/result.json` holds it. */
export interface PhasesResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The phases in order of time; empty when there is no steady level. */
  phases: readonly Phase[];
  /** What lies between them, in order of time. */
  transitions: readonly PhaseTransition[];
  /** What the run shows and what it does not, one plain sentence each. */
  findings: readonly string[];
  /** When accuracy reached .9, .99 and .999. */
  milestones: readonly Milestone[];
  /** The curve and the broken line that the boundaries come from. */
  fit: TrajectoryFit;
}

/** A set of vectors in a forward pass: one for every layer, position and, where the kind has heads, head. */
export interface Place {
  /** The kind of site. */
  kind: SiteKind;
  /** Which tokens of each row. */
  positions: TokenPositions;
  /** 1-based; empty for all layers, and for `Logits`, which belongs to none. */
  layers: readonly number[];
  /** 1-based; empty for all heads, and for kinds that have none. */
  heads?: readonly number[];
}

/** What a training step is computed in. Weights, gradients' sums and optimizer state are float32 either way. */
export type Precision = 'single' | 'mixedBFloat16';

/** How often a digit is predicted. */
export interface PredictionShare {
  /** 0-9; -1 for tokens that are no digit. */
  digit: number;
  /** Share of the programs. */
  share: Proportion;
}

/** A whole experiment as a value: the task, its splits, the model and the training. It is what spec.json holds. */
export interface Preset {
  /** The known preset that this began as. */
  name: string;
  /** How programs are drawn. */
  task: GeneratorSpec;
  /** Sizes of the splits and their seed. */
  data: DataSpec;
  /** The Transformer's shape and initialisation. */
  model: ModelSpec;
  /** Everything else that decides the result. */
  training: TrainingSpec;
}

/** A preset that a visitor may train. */
export interface PresetOffer {
  /** The known preset. */
  name: string;
  /** Lines of its programs. */
  lines: number;
  /** Longest chain of its programs. */
  maximumHops: number;
  /** Numbers of its model. */
  parameters: number;
  /** Steps of its training. */
  steps: number;
  /** Minutes that its training takes on two free cores. */
  minutesFrom: number;
  /** Minutes on two cores that other work shares. */
  minutesTo: number;
  /** What helps the training beyond the paper's objective, in words. */
  assistance: readonly string[];
}

/** Probes of a checkpoint: plain data, as `analyses/probes-STEP/result.json` holds it. */
export interface ProbeResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** Layers of the model. */
  layers: number;
  /** Programs that the probes learned from. */
  fitPrograms: number;
  /** Programs that they were measured on. */
  testPrograms: number;
  /** At newlines: the whole state so far (table 1), after every layer; layer 0 are the embeddings. */
  states: readonly StateProbe[];
  /** At right-hand sides: value and depth of the line, after every layer. */
  lines: readonly LineProbe[];
}

/** An error as RFC 9457 wants it. */
export interface Problem {
  /** What kind of error. */
  type: string;
  /** The same in words. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** What is wrong this time. */
  detail: string;
  /** What to do about it; null where there is nothing to say. */
  hint?: string | null;
  /** Where a program is wrong; null where no program is. */
  errors?: readonly ProblemPlace[] | null;
}

/** One thing that is wrong with a program. */
export interface ProblemPlace {
  /** The field of the request that holds the program. */
  field: string;
  /** The line, 1-based. */
  line: number;
  /** The column, 1-based. */
  column: number;
  /** What is wrong. */
  message: string;
}

/** A program and its answer. */
export interface ProgramAnswer {
  /** The program's text. */
  text: string;
  /** The right digit. */
  answer: number;
}

/** All that can be said of a program without a model. */
export interface ProgramDescription {
  /** Its text, as the model sees it. */
  text: string;
  /** The variable that is asked for. */
  query: string;
  /** The right digit. */
  answer: number;
  /** The query's referential depth. */
  hops: number;
  /** The line that holds the root, 1-based. */
  rootLine: number;
  /** The lines of the query's chain, from the root, 1-based. */
  chainLines: readonly number[];
  /** The lines, from top to bottom. */
  lines: readonly ProgramLine[];
  /** The source that was given, or else the default one: the root holds another digit. */
  counterfactual: ProgramAnswer | null;
  /** Every program that differs in the root's digit alone, by that digit. */
  counterfactuals: readonly ProgramAnswer[];
}

/** A property of a program by which accuracy is split. */
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

/** Why a program is shown. */
export type ProgramGroup = 'random' | 'easy' | 'hard';

/** A line of a program. */
export interface ProgramLine {
  /** The variable that it binds. */
  name: string;
  /** A digit or a variable. */
  right: string;
  /** What the variable holds once the line has run. */
  value: number;
  /** Assignments from this line to its root; 1 where it holds a digit. */
  depth: number;
  /** The line that holds the digit, 1-based. */
  rootLine: number;
  /** The line by which the right-hand side was bound, 1-based; null for a digit. */
  references: number | null;
}

/** A program to describe. */
export interface ProgramRequest {
  /** Its text. */
  text: string;
  /** A counterfactual's text; null to have one drawn. */
  source?: string | null;
}

/** A program and its counterfactual. */
export interface ProgramText {
  /** The program's text. */
  text: string;
  /** The counterfactual's text. */
  source: string;
}

/** What every checkpoint answers to a sample of test programs: plain data, as `analyses/programs/result.json` holds it. */
export interface ProgramsResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The programs: random ones in the test set's order, easy ones easiest first, hard ones hardest first. */
  programs: readonly ShownProgram[];
  /** The checkpoints, ascending. */
  steps: readonly number[];
  /** By program, then checkpoint: the most probable of all tokens at the colon; a digit's token is the digit, 10 and more are no digits. */
  predictions: readonly (readonly number[])[];
  /** By program, then checkpoint: the answer's probability among all tokens, rounded to four decimals. */
  probability: readonly (readonly number[])[];
}

/** A share of the test programs, with the interval that comes from the test set being a sample. */
export interface Proportion {
  /** The share, 0 to 1. */
  value: number;
  /** Lower end of Wilson's interval. */
  low: number;
  /** Upper end of Wilson's interval. */
  high: number;
  /** Programs in the sample; counted once, however many evaluations the share is a mean of. */
  programs: number;
}

/** How often each number of hops occurs. */
export type QueryBalance = 'uniformHops' | 'none';

/** A program of a run's test set, drawn by chance. */
export interface RandomProgramRequest {
  /** The run. */
  run: string;
  /** Of this referential depth; null for any. */
  hops?: number | null;
  /** With the root on this line, 1-based; null for any. */
  answerLine?: number | null;
  /** Draws it; null for the first of a fixed order. */
  seed?: number | null;
}

/** How well one reading foretells what comes out. */
export interface ReadingShare {
  /** The reading. */
  reading: LookbackReading;
  /** Share of answers that are as it says, mean over the six swaps. */
  share: Estimate;
}

/** What an instrument said of a model whose circuit is known. */
export interface Recovery {
  /** The question's name, by which it is asked alone: one of `CalibrationQuestion`. */
  question: string;
  /** The compiled model. */
  circuit: string;
  /** The analysis, as its command is called. */
  instrument: string;
  /** What was asked, such as `layer and token that hold the root's digit`. */
  asked: string;
  /** Places at which the circuit has what was asked for. */
  built: number;
  /** Of these, the ones that the instrument names. */
  found: number;
  /** Places at which it has not. */
  absent: number;
  /** Of these, the ones that the instrument refuses. */
  refused: number;
  /** What it says otherwise than the circuit was built, place by place: at most `MostWrong`. */
  wrong: readonly string[];
}

/** What report.json holds: the claims with their verdicts and numbers. */
export interface ReportDocument {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The run's name. */
  run: string;
  /** What it was trained from. */
  preset: string;
  /** Its seed. */
  seed: number;
  /** Its last evaluated step. */
  step: number;
  /** The step that its training goes to. */
  steps: number;
  /** Of the model. */
  parameters: number;
  /** What its training had beyond the paper's objective. */
  assistance: readonly string[];
  /** What it is held against: `paper`. */
  against: string;
  /** The run that it is compared with; null for none. */
  also: string | null;
  /** Claims reproduced. */
  reproduced: number;
  /** Claims that differ. */
  differs: number;
  /** Claims whose intervals reach over a criterion's edge. */
  undecided: number;
  /** Claims that what was measured cannot tell. */
  notTestable: number;
  /** Claims that were not tested. */
  notTested: number;
  /** All claims, in the paper's order. */
  claims: readonly Claim[];
  /** The figures: file under figures/ or null where it is missing, label, caption and the command that computes it. */
  figures: readonly ReportFigure[];
}

/** A figure in report.json. */
export interface ReportFigure {
  /** Its anchor in the page. */
  id: string;
  /** What the paper calls it. */
  label: string;
  /** What it shows. */
  caption: string;
  /** Its SVG, relative to the report; null for tables and for what is missing. */
  file: string | null;
  /** Why there is nothing; empty where there is something. */
  missing: string;
  /** Computes it. */
  command: string;
}

/** What becomes of a query's other keys when some of its attention is cut or replaced. */
export type RestOfPattern = 'left' | 'rescaled';

/** A place where a run went on with something else than before: its bytes may differ from there on. */
export interface ResumedEnvironment {
  /** Updates made before it. */
  step: number;
  /** What it went on with. */
  environment: RunEnvironment;
}

/** A circuit that does the same with other edges. */
export interface RivalCircuit {
  /** Edges. */
  size: number;
  /** Of the first circuit's edges, the ones that it has too. */
  shared: number;
  /** Edges of the first circuit without which all other edges together are not as faithful. */
  indispensable: number;
  /** f on the judging programs. */
  faithfulness: Estimate;
}

/** Mean weight with which one token of the digit's way looks at another. */
export interface RoleAttention {
  /** The programs' referential depth. */
  hops: number;
  /** The token that is looked at. */
  from: TokenRole;
  /** The token that looks. */
  to: TokenRole;
  /** 0 to 1. */
  weight: number;
  /** The same with its interval, over the programs in which the one token stands before the other. */
  over?: Estimate | null;
}

/** The effect of patching one head or MLP at one token. */
export interface RoleEffect {
  /** The token. */
  role: TokenRole;
  /** Referential depth of the programs. */
  hops: number;
  /** How much logit(source's answer) - logit(base's answer) grew against the base run, mean. */
  effect: Estimate;
  /** Share of programs of which the top digit became the source's answer. */
  success: number;
}

/** What became of the heuristic's cell in programs with the answer in one place. */
export interface RouteFate {
  /** The programs' answer line. */
  answerLine: AnswerLineGroup;
  /** Success at the checkpoint at which the cell was found. */
  plateau: Proportion;
  /** Success at the last checkpoint. */
  end: Proportion;
  /** What follows. */
  kind: RouteFateKind;
}

/** Whether a cell is used, at half of the success by which it was chosen or more with its whole interval, at the plateau and at the end. */
export type RouteFateKind = 'kept' | 'givenUp' | 'reused' | 'unused' | 'undecided';

/** Where the heuristic's parts come from. */
export type RouteOrigin = 'last' | 'plateau' | 'none';

/** A part that was chosen, and the patched cell that chose it. */
export interface RoutePart {
  /** 1-based. */
  layer: number;
  /** 1-based. */
  head: number;
  /** The tokens. */
  token: TokenKind;
  /** The referential depth of the programs in which its effect was largest. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** The token on the chain where it was largest. */
  role: TokenRole;
  /** How much logit(source's answer) - logit(base's answer) grew there when the head's output was patched, mean. */
  effect: Estimate;
}

/** On how many programs the heuristic's cell is followed. */
export interface RoutePrograms {
  /** The programs' answer line. */
  answerLine: AnswerLineGroup;
  /** Programs, with their counterfactuals, that were tried. */
  tried: number;
  /** Of those, the ones of which the checkpoint at the end of the plateau solves both. */
  plateau: number;
  /** Of those again, the ones of which the last checkpoint solves both, too: the cell is followed on these. */
  followed: number;
}

/** How often the answer hangs on the heuristic's cell at a checkpoint. */
export interface RouteUse {
  /** The checkpoint. */
  step: number;
  /** The programs' answer line. */
  answerLine: AnswerLineGroup;
  /** Share of programs, of all depths, whose answer becomes the source's when the cell is patched. */
  success: Proportion;
}

/** One boundary of one run. */
export interface RunBoundary {
  /** Which. */
  boundary: Boundary;
  /** The step; null where the run does not have it. */
  step: number | null;
  /** The steps in which it lies, where it comes from a fit. */
  interval: StepInterval | null;
}

/** What a process computes with: enough to tell whether another can be expected to give the same bytes. */
export interface RunEnvironment {
  /** Bindscope's version, with the commit behind a plus sign where it was built from a checkout. */
  version: string;
  /** The .NET runtime. */
  runtime: string;
  /** The operating system. */
  system: string;
  /** The processor's architecture. */
  architecture: string;
  /** Where gradients were computed: cpu or cuda. */
  device: string;
  /** Threads that shared each batch; their number does not change a byte. */
  workers: number;
  /** Multiplies them. */
  threads: number;
  /** Width of the vectors, on which the last bits of a sum depend. Missing in runs that TorchSharp trained alone. */
  lanes?: string | null;
  /** The processor's name. Missing there, too. */
  processor?: string | null;
  /** TorchSharp's version, where that computed gradients. */
  torch?: string | null;
}

/** What environment.json holds: what the run began with, and every change of that. */
export interface RunEnvironments {
  /** What step 0 was computed with. */
  started: RunEnvironment;
  /** Where it was taken up with something else, in the order of time; empty for a run of one piece, and for one that was taken up with the same. */
  resumed: readonly ResumedEnvironment[];
}

/** What `run.json` says of a run. */
export interface RunPage {
  /** In a few numbers. */
  summary: RunSummary;
  /** Its spec.json. */
  spec: RunSpec;
  /** Its environment.json; null where there is none. */
  environment: RunEnvironments | null;
  /** By step. */
  checkpoints: readonly CheckpointEntry[];
  /** The result of the phases analysis; null where it was not made. */
  phases: PhasesResult | null;
  /** By name. */
  analyses: readonly AnalysisEntry[];
  /** Whether there is a report, at `data/report/NAME/index.html`. */
  report: boolean;
}

/** What spec.json holds: the preset as it was resolved before step 0. */
export interface RunSpec {
  /** Version of the run folder's layout; this Bindscope writes and reads `CurrentFormat`. */
  format: number;
  /** What helped the training beyond the paper's objective, in words; see `Assistance`. */
  assistance: readonly string[];
  /** The whole preset. */
  preset: Preset;
}

/** Whether a run is trained. */
export type RunState = 'training' | 'stopped' | 'finished';

/** A run in a few numbers. */
export interface RunSummary {
  /** Its folder's name. */
  name: string;
  /** The known preset that it began as. */
  preset: string;
  /** The training's seed. */
  seed: number;
  /** Steps that it is to train. */
  steps: number;
  /** Step of its last evaluation; 0 where there is none. */
  lastStep: number;
  /** Whether it is trained now. */
  state: RunState;
  /** Numbers of the model. */
  parameters: number;
  /** Lines of the task's programs. */
  lines: number;
  /** Longest chain of the task's programs. */
  maximumHops: number;
  /** Layers of the model. */
  layers: number;
  /** Heads of each layer. */
  heads: number;
  /** Width of the residual stream. */
  width: number;
  /** Accuracy at the last evaluation; null where there is none. */
  accuracy: Proportion | null;
  /** The phase that the run is in at its end, as the phases analysis names it; null without one. */
  phase: string | null;
  /** What helped the training beyond the paper's objective, in words. */
  assistance: readonly string[];
  /** How many there are. */
  checkpoints: number;
  /** How many there are. */
  analyses: number;
  /** Whether it comes with the project. */
  reference: boolean;
}

/** A time of a run. */
export interface RunTime {
  /** Where it begins. */
  fromStep: number;
  /** Where it ends, or the last evaluation where it had not ended. */
  toStep: number;
  /** False where the run ended first: the time is longer. */
  hasEnded: boolean;
  /** In steps. */
  steps: number;
  /** In tokens. */
  tokens: number;
  /** In summed learning rates. */
  rateSum: number;
}

/** What `weights.json` says of the weights beside it. */
export interface RunWeights {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The run's example program. */
  program: string;
  /** Its counterfactual. */
  source: string;
  /** By step. */
  checkpoints: readonly CheckpointWeights[];
}

/** One way to rank edges: how far it is from the exact effects, and what its circuits do. */
export interface ScoreCurve {
  /** The way. */
  score: EdgeScore;
  /** Spearman's, between its mean of each active edge and the exact one; with their signs. */
  rankCorrelation: number;
  /** Sum of |estimate - exact| over active edges, as a share of the sum of |exact|. */
  error: number;
  /** Of the circuit's number of edges with the largest exact effects, the share that it ranks among as many first. */
  topOverlap: number;
  /** f of its circuits of rising size, on the judging programs. */
  sizes: readonly CircuitSize[];
  /** CPR: the area under f over the share of the edges, from none to all. */
  performance: number;
  /** CMD: the area of |1 - f| over the same; 0 is best. */
  distance: number;
}

/** One run's curve and boundaries. */
export interface SeedRun {
  /** The run. */
  name: string;
  /** What its training was seeded with. */
  seed: number;
  /** Its phases in order. */
  phases: readonly PhaseKind[];
  /** Where they begin and end. */
  boundaries: readonly RunBoundary[];
  /** Accuracy in the heuristic phase; null where there is none. */
  plateau: Proportion | null;
  /** Share of predictions there that are one of the first two constants. */
  plateauFirstTwoConstants: number | null;
  /** Accuracy at the last evaluation. */
  final: Proportion;
  /** Steps of its evaluations. */
  steps: readonly number[];
  /** Accuracy at each. */
  accuracy: readonly number[];
}

/** One training's say on a claim. */
export interface SeedVerdict {
  /** The run's name. */
  run: string;
  /** Its seed. */
  seed: number;
  /** By the claim's criterion. */
  verdict: Verdict;
  /** What was measured; empty where nothing was. */
  seen: string;
  /** Of its training. */
  steps: number;
}

/** Several runs side by side: plain data, as `analyses/seeds/result.json` of the first run holds it. */
export interface SeedsResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** In the order given. */
  runs: readonly SeedRun[];
  /** How far each boundary varies. */
  spread: readonly BoundarySpread[];
  /** Accuracy over the runs, at the steps that all of them have. */
  curve: readonly CurvePoint[];
  /** Runs that go through chance, heuristic and solved, in this order. */
  allThreePhases: number;
  /**
   * First step from which the runs have other rates or batches, where they have other numbers of steps: what comes before compares seeds alone. Null
   * where all have the same number.
   */
  alikeUntil?: number | null;
}

/** A program that is shown. */
export interface ShownProgram {
  /** Its place in the test set, 0-based. */
  index: number;
  /** The program. */
  text: string;
  /** The right digit. */
  answer: number;
  /** The query's referential depth. */
  hops: number;
  /** The line that holds the root, 1-based. */
  answerLine: number;
  /** Lines that are not on the query's chain. */
  distractors: number;
  /** Why it is shown. */
  group: ProgramGroup;
  /** The checkpoint from which on it is right at all others; null where it is wrong at the last. */
  learnedStep: number | null;
}

/** What `site.json` says of the site. */
export interface SiteIndex {
  /** Version of the contract: `CurrentFormat`. */
  format: number;
  /** Bindscope's version. */
  version: string;
  /** Whether a server answers; false in an exported folder. */
  live: boolean;
  /** Whether the folder holds the checkpoints' weights, so that its pages compute answers themselves. */
  weights: boolean;
  /** What the server does not go beyond. */
  limits: SiteLimits;
  /** The runs. */
  runs: readonly RunSummary[];
  /** The run that is shown when none is asked for; null where there is none. */
  first: string | null;
  /** Runs that cannot be shown, and why, one sentence each. */
  problems: readonly string[];
}

/**
 * A kind of place in the forward pass whose value can be read and replaced, in the order in which a block computes them. B rows, T tokens, H heads, K
 * head width, D width of the residual stream, M MLP width, V tokens of the vocabulary.
 */
export type SiteKind =
  | 'residual.in'
  | 'attention.q'
  | 'attention.k'
  | 'attention.v'
  | 'attention.scores'
  | 'attention.pattern'
  | 'attention.z'
  | 'attention.head'
  | 'attention.out'
  | 'residual.mid'
  | 'mlp.hidden'
  | 'mlp.out'
  | 'residual.out'
  | 'logits';

/** What the server does not go beyond; the site says these numbers to its users. */
export interface SiteLimits {
  /** Characters of a program's text; models here see 100 tokens or so. */
  programCharacters?: number;
  /** Lines of a program. */
  programLines?: number;
  /** Bytes of a request's body. */
  bodyBytes?: number;
  /** Requests that wait for the compute thread; the next is told to come again. */
  queue?: number;
  /** Seconds from a request's arrival after which it is given up. */
  deadlineSeconds?: number;
}

/** The mean of a site's vectors. */
export interface SiteMean {
  /** 1-based; 0 for the logits. */
  layer: number;
  /** 1-based; 0 where the kind has no heads. */
  head: number;
  /** As wide as the site's vectors. */
  vector: readonly number[];
}

/** How a source program is made from its base, so that some variables of the interpreter change and as many others as can be stay. */
export type SourceEdit = 'rootDigit' | 'movedRoot' | 'redirectedLine' | 'redirectedQuery' | 'exchangedNames' | 'unrelatedDigit';

/** One stretch of a curriculum: programs of a size, until they are solved. */
export interface Stage {
  /** Assignment lines of a program. */
  lines: number;
  /** Largest referential depth of a query. */
  maximumHops: number;
  /**
   * Running accuracy, 0 to 1, at which the next stage begins; 0 passes at once, so that the stage serves only as the easier material of the next one.
   * Ignored in the last stage.
   */
  until: number;
  /**
   * Share of this stage's steps that train on the stage before it, while the running accuracy is under one half; it then shrinks in proportion to the
   * errors left.
   */
  review: number;
  /** Size of a random set of names that half of the programs are confined to; 0 uses every name always. */
  fewNames: number;
}

/** What a run is doing: told when it changes, and now and then. */
export interface StateEvent {
  /** Whether it is trained now. */
  state: RunState;
}

/**
 * One row of table 1: 26 classifiers of 11 classes (unbound, or a digit) that read every variable's value from a newline. Means over programs,
 * intervals over programs: the newlines of one program are no independent samples.
 */
export interface StateProbe {
  /** The layer whose output is read, 1-based; 0 for the embeddings. */
  afterLayer: number;
  /** Newlines at which all 26 variables are read correctly. */
  state: Estimate;
  /** Bound variables whose value is read correctly: "variable accuracy without nil". */
  boundVariable: Estimate;
  /** The same over all 26, most of which are unbound. */
  anyVariable: Estimate;
  /** The variable that the newline's own line has just bound. */
  ownVariable: Estimate;
  /** `state` of a probe that learned from shuffled states: what the newline cannot tell. */
  shuffledState: Estimate;
  /** `boundVariable` of that probe. */
  shuffledBoundVariable: Estimate;
  /** Duality gap of the fit, as a share of what a fit without features costs. */
  gap: number;
  /** Gradient steps of the fit. */
  iterations: number;
  /** Whether the gap is within the tolerance asked for. */
  converged: boolean;
}

/** An interval of optimizer steps in which a boundary lies. */
export interface StepInterval {
  /** Its first step. */
  low: number;
  /** Its last step, not before `low`. */
  high: number;
}

/** A subspace of a site's vectors. */
export interface Subspace {
  /** Where they are (`SubspaceFiles`); null where they are here. */
  from?: SubspaceFile;
  /** Orthonormal vectors, each as wide as the site's; empty where they are still to be read from a file. */
  basis?: readonly (readonly number[])[];
}

/** A basis that lies in a safetensors file, as `analyze alignment` and `subspaces` keep theirs. */
export interface SubspaceFile {
  /** The file; relative to the folder in which the program runs. */
  file: string;
  /** The tensor's name in it: [rank, width], one basis vector a row. */
  tensor: string;
}

/** A subspace of one layer's input for one target. */
export interface SubspaceFinding {
  /** The layer that the vectors enter, 1-based. */
  layer: number;
  /** What it is to hold. */
  target: SubspaceTarget;
  /** Tokens that the classifier learned from. */
  tokens: number;
  /** The principal components selected, 0-based by falling variance. */
  components: readonly number[];
  /** Their share of the variance. */
  variance: number;
  /** The penalty that selected them. */
  penalty: number;
  /** Duality gap of that fit, as a share of what a fit without features costs. */
  gap: number;
  /** Whether it is within the tolerance. */
  converged: boolean;
  /** Held-out accuracy of that fit; mean and interval over programs. */
  accuracy: Estimate;
  /** Held-out accuracy of a classifier on these components with next to no penalty. */
  unshrunkAccuracy: Estimate;
  /** The same on all components. */
  allComponentsAccuracy: Estimate;
  /** The same on as many components that were selected from shuffled labels. */
  shuffledAccuracy: Estimate;
  /** Pairs of programs for the swaps; base and source solved. */
  pairs: number;
  /** What swaps do, arm by arm. */
  swaps: readonly SwapOutcome[];
  /** The whole penalty path. */
  path: readonly PathPoint[];
  /** Pairs of programs that were looked at for the swaps; null in results of older builds. */
  tried?: number | null;
  /** Of those, the ones of which the model solves both programs. */
  solved?: number | null;
}

/** Maps over training: plain data, as `analyses/subspace-map-LAYER-TARGET/result.json` holds it. */
export interface SubspaceMap {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The layer whose input is shown. */
  layer: number;
  /** What the components were selected for. */
  target: SubspaceTarget;
  /** Each token's digit, or its name as 0-25; the tokens are the same at every checkpoint. */
  classes: readonly number[];
  /** Each token's depth on its chain. */
  depths: readonly number[];
  /** In the order asked for. */
  checkpoints: readonly MapCheckpoint[];
}

/** Subspaces of a checkpoint: plain data, as `analyses/subspaces-STEP/result.json` holds it. */
export interface SubspaceResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** The model's width. */
  width: number;
  /** Principal components that the classifiers chose from. */
  components: number;
  /** By layer and then by target. */
  findings: readonly SubspaceFinding[];
}

/** What a subspace is to hold. */
export type SubspaceTarget = 'digit' | 'name';

/** What is taken from the source program at the chosen tokens. */
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
  | 'exchanged'
  | 'rootAlone'
  | 'laterAlone'
  | 'laterWhole'
  | 'laterVariance'
  | 'laterRandom';

/** What a swap did to the answers. */
export interface SwapOutcome {
  /** What was swapped. */
  arm: SwapArm;
  /** Its dimensions. */
  rank: number;
  /** Programs that answered as the source does; over all draws together where there are several. */
  success: Proportion;
  /** Programs that answered as before. */
  kept: Proportion;
  /** Random subspaces; 1 where nothing is drawn. */
  draws: number;
  /** Success of the least successful draw. */
  lowest: number;
  /** Success of the most successful draw. */
  highest: number;
  /** Success in every other pair, from the first on: what a best layer is chosen by. Null in results of older builds. */
  choosing?: Proportion | null;
  /** Success in the other pairs: what a chosen layer is judged by. */
  judging?: Proportion | null;
}

/** One model's circuit, and what the model does with the other's kinds of edges. */
export interface SwappedCircuit {
  /** The run. */
  run: string;
  /** Edges of its circuit. */
  size: number;
  /** f of its circuit. */
  faithfulness: Estimate;
  /** Kinds of edges that its circuit has: embedding, head or MLP; query, key, value, MLP or read-out; token. */
  kinds: readonly string[];
  /** f of all its edges of its own circuit's kinds. */
  ownKinds: Estimate;
  /** f of all its edges of the other circuit's kinds. */
  swapped: Estimate;
  /** f of all its edges of as many random kinds as the other circuit has: mean of several draws. */
  random: Estimate;
}

/** What a symbol does for the answer of a query. Wherever else it stands, on a distractor for example, it has none of these roles. */
export type SymbolRole = 'queried' | 'followed' | 'root' | 'answer';

/** A program on which the heuristics say many different digits. */
export interface TellingCase {
  /** Its place in the test set, 0-based; predictions are found by it. */
  program: number;
  /** The program. */
  text: string;
  /** The right digit. */
  answer: number;
  /** What each heuristic says, in the order of the heuristics; -1 where it does not apply. */
  digits: readonly number[];
}

/** A power law of a time over the field: time = factor * field ^ exponent. */
export interface TimeLaw {
  /** What is timed. */
  measure: TimeMeasure;
  /** What it is counted in. */
  unit: TimeUnit;
  /** Runs that it is fitted to. */
  runs: number;
  /** Those among them that ended first: their time is known to be longer than what is known of it. */
  notEnded: number;
  /** Runs that have no such time at all. */
  without: number;
  /** The exponent; null where there is no law, for which `reason` says why. */
  exponent: number | null;
  /** Lower end of its 95 % interval. */
  low: number | null;
  /** Upper end. */
  high: number | null;
  /** The time where the field is 1. */
  factor: number | null;
  /** The factor by which runs scatter about the law: the exponential of one standard deviation. */
  scatter: number | null;
  /** Why there is no law. */
  reason: string | null;
}

/** What is timed. */
export type TimeMeasure = 'plateau' | 'learned';

/** What time is counted in. */
export type TimeUnit = 'steps' | 'tokens' | 'rateSum';

/** Trainings that differ in their seeds alone. */
export interface TimedArm {
  /** What is theirs, as FIELD=VALUE. */
  name: string;
  /** The law's field; null without one. */
  value: number | null;
  /** Their names. */
  runs: readonly string[];
}

/** One run's times. */
export interface TimedRun {
  /** The run. */
  name: string;
  /** What its training was seeded with. */
  seed: number;
  /** Its arm, 0-based. */
  arm: number;
  /** Its heuristic phase; null where it has none, and where the run was led through stages. */
  plateau: RunTime | null;
  /** Accuracy there, over all programs; null along with it. */
  plateauAccuracy: Proportion | null;
  /** Until accuracy stays at the level; null where the run was led through stages of easier programs, which would be what is timed. */
  learned: RunTime | null;
  /** Accuracy at the last evaluation, of the programs that count. */
  final: Proportion;
  /** The most hops up to which each number of hops is at the level at the last evaluation; 0 for none. */
  deepestHops: number;
  /** The most hops of the programs that it is evaluated on. */
  askedHops: number;
}

/** A training's pace: one line of a run's `timing.jsonl`. */
export interface TimingLine {
  /** Updates made. */
  step: number;
  /** The step that the process began at. */
  from: number;
  /** Since then, to hundredths. */
  seconds: number;
  /** Since then, to hundredths. */
  stepsPerSecond: number;
}

/** Pairs of query and key of each row of a batch. */
export type TokenEdges =
  | ({ kind: 'same' } & TokenEdgesSame)
  | ({ kind: 'perRow' } & TokenEdgesPerRow);

/** Each row has its own. */
export interface TokenEdgesPerRow {
  /** One list a row; empty where the row is to be left alone. */
  rows: readonly (readonly AttentionEdge[])[];
}

/** The same pairs in every row. */
export interface TokenEdgesSame {
  /** The pairs. */
  edges: readonly AttentionEdge[];
}

/** What a token is in the grammar, whatever its line. */
export type TokenKind = 'name' | 'equalsSign' | 'right' | 'newline' | 'hash' | 'query' | 'colon';

/** Token positions of each row of a batch, 0-based. */
export type TokenPositions =
  | ({ kind: 'every' } & TokenPositionsEvery)
  | ({ kind: 'same' } & TokenPositionsSame)
  | ({ kind: 'perRow' } & TokenPositionsPerRow);

/** Every position of every row. */
export interface TokenPositionsEvery {
}

/** Each row has its own, for places that are found by their role in the program. */
export interface TokenPositionsPerRow {
  /** One list a row, 0-based; empty where the row has no such place and is to be left alone. */
  rows: readonly (readonly number[])[];
}

/** The same positions in every row. */
export interface TokenPositionsSame {
  /** 0-based. */
  positions: readonly number[];
}

/**
 * A token named by what it does in its program, so that the same thing can be done to programs whose chains lie on different lines. As text: `rhs:1`,
 * `rhs:1+3`, `query`, `colon`, `line:3.newline`, `12`; any of them together: `span:3+span:4`.
 */
export type TokenRole = string;

/** A training that is asked for. */
export interface TrainRequest {
  /** One of those on offer. */
  preset: string;
  /** The training's seed. */
  seed: number;
}

/** What was begun or stopped. */
export interface TrainingAnswer {
  /** The run's name. */
  run: string;
}

/** What the checkpoints of a run answer to one program. */
export interface TrainingLogits {
  /** The program's text. */
  program: string;
  /** The right digit. */
  answer: number;
  /** Layers of the model. */
  layers: number;
  /** By step. */
  checkpoints: readonly CheckpointLogits[];
}

/** One program at every checkpoint. */
export interface TrainingLogitsRequest {
  /** The program's text. */
  program: string;
}

/** What is trained, what can be, and whether the list of runs is another one than before. */
export interface TrainingOffer {
  /** Why nothing can be begun on this server; null where it can. */
  refusal: string | null;
  /** What can be trained. */
  presets: readonly PresetOffer[];
  /** What this server works on, or did last; null where it never did. */
  job: DeskJobState | null;
  /** The runs that are trained now, by whomever. */
  training: readonly RunSummary[];
  /** A text that changes when a run comes, goes, changes its state or gets an analysis. */
  listing: string;
}

/** What a training began with, where that is another run's checkpoint. Written by `train --from`. */
export interface TrainingOrigin {
  /** The other run's folder, as it was named. */
  run: string;
  /** The checkpoint. */
  step: number;
  /** SHA-256 of its weights.safetensors, in hexadecimal. */
  weights: string;
  /** How much of it was taken over. */
  kind: OriginKind;
}

/** Everything that decides a training beside the task and the model. */
export interface TrainingSpec {
  /** Optimizer updates. */
  steps: number;
  /** Programs per update; at the beginning where `batchChanges` are given. */
  batch: number;
  /** What the loss is taken over. */
  objective: Objective;
  /** AdamW's constants. */
  optimizer: OptimizerSpec;
  /** The rate over the steps. */
  learningRate: LearningRateSpec;
  /** The training split or newly drawn programs. */
  source: DataSource;
  /** Stages from easy to the task itself; empty trains on the task from the first step, as the paper does. */
  curriculum: readonly Stage[];
  /** When the model is evaluated. */
  evaluations: Cadence;
  /** How many programs of the test split every evaluation uses; always the same ones. */
  evaluationPrograms: number;
  /** When a checkpoint is kept. */
  checkpoints: Cadence;
  /** Decides the initial weights, the batches and dropout. */
  seed: number;
  /** Threads that share each batch; the result does not depend on their number. */
  workers: number;
  /** Multiplies the workers. Of the time when each of them had threads of its own. */
  threads: number;
  /** What the steps are computed in; weights and optimizer state are float32 always. Runs from before there was a choice lack this field. */
  precision?: Precision;
  /**
   * Share of all steps after which the mean of the weights over the updates is kept: it takes the weights' place after the last update. 1 for none.
   */
  averageFrom?: number;
  /** Other batches later in the training, ascending; none as in the paper. */
  batchChanges?: readonly BatchChange[];
  /** What is taken from the model, or held, for a part of the training; null for nothing, as in the paper. */
  clamp?: Clamp | null;
  /** What it began with; null for weights drawn by the seed. */
  origin?: TrainingOrigin | null;
}

/** The accuracy curve and the broken line through it. Axis of every array: evaluation. */
export interface TrajectoryFit {
  /** Step of each evaluation. */
  steps: readonly number[];
  /** Accuracy of each evaluation, 0 to 1. */
  accuracy: readonly number[];
  /** The broken line at each evaluation; never below chance, as which it counts whatever is below. */
  fitted: readonly number[];
  /** How many levels the line has, 1 to 3; levels of one name, and bends that are no plateau, are joined later. */
  levels: number;
  /** Mean squared distance to the line in units of the assumed noise (sampling and tolerance). Far above 1: the curve is no broken line. */
  dispersion: number;
  /** Correlation of neighbouring residuals, 0 to 0.8; it widens the intervals. */
  autocorrelation: number;
}

/** Programs that went from one outcome to another between two neighbouring checkpoints. */
export interface Transition {
  /** Step of the earlier checkpoint. */
  from: number;
  /** Step of the later one. */
  to: number;
  /** Outcome at the earlier one. */
  before: Outcome;
  /** Outcome at the later one. */
  after: Outcome;
  /** How many; never 0. */
  programs: number;
}

/** Accuracy of a model of which one block is another checkpoint's. */
export interface TransplantAccuracy {
  /** The earlier checkpoint. */
  step: number;
  /** `embedding`, `layer 1` and so on, or `unembedding` (with the final LayerNorm). */
  block: string;
  /** Which way. */
  direction: TransplantDirection;
  /** Over all programs. */
  accuracy: Proportion;
}

/** Which way weights go. */
export type TransplantDirection = 'earlierIntoLast' | 'lastIntoEarlier';

/** What a lens reads at the colon on entering a layer, on programs that it was not trained on. */
export interface TunedLensCell {
  /** 1-based; one more than the model's layers for what leaves the last. */
  layer: number;
  /** Which lens. */
  lens: LensKind;
  /** The programs' referential depth. */
  hops: number;
  /** The group of their answer lines. */
  answerLine: AnswerLineGroup;
  /** Kullback-Leibler divergence of the lens's digits from the model's own, nats, mean and interval. */
  divergence: Estimate;
  /** Programs whose answer is the lens's top digit. */
  answer: Proportion;
  /** Of the programs whose answer is another digit, those where line 1's digit is the top one; null where there is none. */
  firstLine: Proportion | null;
}

/** One layer's training. */
export interface TunedLensFit {
  /** The layer entered, 1-based. */
  layer: number;
  /** Divergence on the programs to learn from before training, nats: the logit lens's. */
  firstLoss: number;
  /** The same at the end. */
  lastLoss: number;
  /** Whether the last tenth of the steps lowered it by less than 2 % of the first loss. */
  converged: boolean;
}

/** Tuned lenses at the colon: plain data, as `analyses/tuned-lens-STEP/result.json` holds it. */
export interface TunedLensResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The checkpoint's step. */
  checkpoint: number;
  /** Layers of the model. */
  layers: number;
  /** Programs to learn from. */
  fitPrograms: number;
  /** Others, on which everything is measured. */
  testPrograms: number;
  /** By layer. */
  fits: readonly TunedLensFit[];
  /** By layer, lens, hops and answer line. */
  cells: readonly TunedLensCell[];
}

/** An analysis that no known circuit and no null model is asked about. */
export interface UnaskedAnalysis {
  /** Its name. */
  analysis: string;
  /** The reason, as a sentence. */
  why: string;
}

/** How much it matters, over pairs, that a symbol never had its role in training. */
export interface UnseenComparison {
  /** The role. */
  role: SymbolRole;
  /** Which programs of the pairs are of the test set. */
  original: Original;
  /** Hops of the query; null for all. */
  hops: number | null;
  /** Where the answer stands; null for anywhere. */
  answerLine: AnswerLineGroup | null;
  /** The unseen symbol; null for all. */
  symbol: string | null;
  /** Share of the programs with the unseen symbol that are answered rightly. */
  unseen: Proportion;
  /** Share of the same programs with a known symbol that are. */
  seen: Proportion;
  /** Pairs of which both are right. */
  bothRight: number;
  /** Pairs of which only the program with the unseen symbol is right. */
  unseenAlone: number;
  /** Pairs of which only the program with the known symbol is right. */
  seenAlone: number;
  /** Unseen minus seen. */
  difference: PairedDifference;
  /** McNemar's exact test that either alone is as likely, two-sided. */
  pValue: number;
}

/** When programs became right for good. */
export interface UnseenMilestone {
  /** The role. */
  role: SymbolRole;
  /** Which programs of the pairs are of the test set. */
  original: Original;
  /**
   * The first checkpoint from which on the share of the programs with the unseen symbol that are answered rightly stays at the result's level or
   * above it, up to the last; null where it does not.
   */
  unseen: number | null;
  /** The same for the programs with a known symbol. */
  seen: number | null;
}

/** Symbols in roles that they never had in training: plain data, as `analyses/unseen-roles/result.json` holds it. */
export interface UnseenResult {
  /** Version of this record: `CurrentFormat`. */
  format: number;
  /** The symbols that training left out of each role. */
  unseen: UnseenRoles;
  /** Test programs that pairs were made of. */
  programs: number;
  /** In the order of their steps. */
  checkpoints: readonly CheckpointUnseen[];
  /** The share at which programs count as answered, for the milestones. */
  level: number;
  /** When; empty where one checkpoint was asked for. */
  milestones: readonly UnseenMilestone[];
}

/** Symbols that a model never meets in some role while it is trained, though it meets them everywhere else. */
export interface UnseenRoles {
  /** Variables that are never asked for, such as `xyz`. */
  queried: string;
  /** Variables that never stand on the right-hand side of a line of a query's chain. */
  followed: string;
  /** Variables that never stand on the left of a root's line. */
  root: string;
  /** Digits that are never the answer, such as `89`. */
  answer: string;
}

/** What is said to the programs of one kind. */
export interface UnseenSaying {
  /** The role. */
  role: SymbolRole;
  /** Which programs of the pairs are of the test set. */
  original: Original;
  /** Which programs of the pairs. */
  arm: Arm;
  /** Shares of the right answer, of line 1's digit and so on, the first that fits. */
  outcomes: readonly OutcomeShare[];
  /** How often each digit is said, 0 to 9, and last how often no digit is. */
  predictions: readonly number[];
  /** Share in which a digit is said that never was an answer in training; null where every digit was. */
  unseenDigits: Proportion | null;
  /**
   * For unseen answers where two or more digits are: share in which the right one has the largest logit of those digits alone; by chance one in as
   * many as there are. A readout that shuts out all of them cannot hide what this one measures.
   */
  bestOfUnseen: Proportion | null;
}

/** Whether the queried variable's value stands anywhere before the query. */
export interface ValueBeforeQuery {
  /** The programs' referential depth, 2 or more. */
  hops: number;
  /** Programs. */
  programs: number;
  /**
   * Programs of which, in some layer from 2 on, the tokens from the chain's second right-hand side to the last newline hold the digit that the answer
   * goes by: the chain was followed for one hop at least.
   */
  followed: Proportion;
  /** The same from the queried line's right-hand side on: the queried variable has its value. */
  resolved: Proportion;
  /** The same in each layer. */
  layers: readonly ValueBeforeQueryLayer[];
}

/** Where values stand before the query, on entering one layer. */
export interface ValueBeforeQueryLayer {
  /** The layer, from 2. */
  layer: number;
  /** Share of programs, as in `followed`. */
  followed: number;
  /** Share of programs, as in `resolved`. */
  resolved: number;
}

/** A place that stands for a variable at the last checkpoint, and when the variable moved in. */
export interface VariableHome {
  /** As in `variable`. */
  variable: string;
  /** How sources were made. */
  source: SourceEdit;
  /** The base programs' referential depth. */
  hops: number;
  /** 1-based; 2 or more, since patching what enters layer 1 is the same as writing another token. */
  layer: number;
  /** The token. */
  place: string;
  /** Interchange-intervention accuracy at the last checkpoint. */
  accuracy: Proportion;
  /** The same when the vector moves as far, but in a random direction. */
  random: Proportion;
  /** The last checkpoint before it moved in; null where it is there from the first on. */
  after: number | null;
  /** The first checkpoint from which accuracy stays at or above the wanted share of its final value. */
  step: number;
  /** The same by the upper ends of the intervals. */
  low: number;
  /** The same by the lower ends; null where the last checkpoint's interval is too wide. */
  high: number | null;
}

/** How the programs of a form differ from the task's in more than their form. */
export type Variation = 'none' | 'longDistractorChains' | 'manyConstants' | 'flatDistractors' | 'uniqueNames' | 'fewNames' | 'movedQuery';

/** Accuracy at the task's length and hops with distractors drawn in another way. */
export interface VariationAccuracy {
  /** How. */
  variation: Variation;
  /** Where the root stands. */
  answerLine: AnswerLineGroup;
  /** Share answered rightly. */
  accuracy: Proportion;
}

/** What a run says about a claim of the paper, by the claim's stated criterion. */
export type Verdict = 'reproduced' | 'differs' | 'undecided' | 'notTestable' | 'notTested';

/** A part of an answer as people read it: a sentence or two, and a table. */
export interface View {
  /** What the table shows, with its units. */
  title: string;
  /** The columns' names; none for a title alone. */
  columns: readonly string[];
  /** As many cells each as there are columns. */
  rows: readonly (readonly Cell[])[];
  /** What a page asks for it by, unique in an answer; null where no figure shows the same. */
  key?: string;
}

/** How many bits a stored weight has. A model in memory always has 32. */
export type WeightPrecision = 'single' | 'half';

/** What a model says where it is wrong, beside what guesses on the same programs would say; means over evaluations. */
export interface WrongAgreement {
  /** Share of the wrong predictions equal to one of the program's first two constants. */
  firstTwoConstants: Proportion;
  /** The share that guesses among the program's constants would have, 0 to 1. */
  firstTwoGuessed: number;
  /** Share of the wrong predictions equal to any constant of the program. */
  anyConstant: Proportion;
  /** The share that guesses among all digits would have, 0 to 1. */
  anyGuessed: number;
  /** Evaluations that could be counted, 1 or more. */
  evaluations: number;
}

/** What the wrong predictions of an evaluation equal, and how many would if they were guesses: evidence for a heuristic. */
export interface WrongTally {
  /** Wrong predictions, 0 or more. */
  n: number;
  /** Those equal to one of the program's first two constants in reading order. */
  firstTwoConstants: number;
  /** How many would be, on average, if each were a guess among the program's constants. */
  firstTwoGuessed: number;
  /** Those equal to any constant of the program. */
  anyConstant: number;
  /** How many would be, on average, if each were a guess among all digits but the answer. */
  anyGuessed: number;
}
