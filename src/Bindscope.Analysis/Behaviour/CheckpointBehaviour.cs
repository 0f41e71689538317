using System.Collections.Immutable;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Behaviour;

/// <summary>What a model does at one checkpoint, on the first programs of the test set.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Accuracy">Share of programs answered rightly.</param>
/// <param name="ByFeature">The same by each feature's values, ascending.</param>
/// <param name="ByHopsAndLine">Accuracy for each pair of hops and answer line.</param>
/// <param name="Predictions">How often each digit is predicted; digits 0-9, then tokens that are no digit.</param>
/// <param name="Confusion">Programs by answer (rows, 0-9) and prediction (columns, 0-9, then no digit).</param>
/// <param name="Heuristics">How far each heuristic accounts for the predictions.</param>
/// <param name="Guess">The mixture's weight of guessing any digit; null where no prediction is a digit.</param>
/// <param name="Disagreements">Every pair of heuristics that some programs tell apart.</param>
/// <param name="Calibration">Confidence against accuracy.</param>
/// <param name="Outcomes">Shares of the outcome classes.</param>
/// <param name="PredictionOf">The predicted token of each program, in the test set's order.</param>
/// <param name="ExplainedBy">
/// The most likely explanation of each prediction: a place among the heuristics, 0-based; -1 for guessing any digit, -3 for guessing
/// among the program's constants, -2 where no digit was said.
/// </param>
/// <param name="GuessConstant">
/// The mixture's weight of guessing among the program's constants; null where no prediction is a digit, and in results of older builds.
/// </param>
public sealed record CheckpointBehaviour(
    int Step,
    Proportion Accuracy,
    ImmutableArray<FeatureAccuracy> ByFeature,
    ImmutableArray<CellAccuracy> ByHopsAndLine,
    ImmutableArray<PredictionShare> Predictions,
    ImmutableArray<ImmutableArray<int>> Confusion,
    ImmutableArray<HeuristicMatch> Heuristics,
    Estimate? Guess,
    ImmutableArray<Disagreement> Disagreements,
    Calibration Calibration,
    ImmutableArray<OutcomeShare> Outcomes,
    ImmutableArray<int> PredictionOf,
    ImmutableArray<int> ExplainedBy,
    Estimate? GuessConstant = null);
