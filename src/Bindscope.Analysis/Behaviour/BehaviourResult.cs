using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Behaviour;

/// <summary>What a run's models do: plain data, as <c>analyses/behaviour/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Programs">Programs of the test set that were asked, its first ones.</param>
/// <param name="Checkpoints">By step.</param>
/// <param name="Transitions">Programs that went from outcome to outcome, between neighbouring checkpoints.</param>
/// <param name="Flips">Programs that became right or wrong, between neighbouring checkpoints.</param>
/// <param name="Learning">When each program was learned; null for one checkpoint alone.</param>
/// <param name="TellingCases">The programs on which the heuristics differ most.</param>
/// <param name="Texts">The programs that were asked, in the order of every checkpoint's predictions; null in results of older builds.</param>
public sealed record BehaviourResult(
    int Format,
    int Programs,
    ImmutableArray<CheckpointBehaviour> Checkpoints,
    ImmutableArray<Transition> Transitions,
    ImmutableArray<Flips> Flips,
    Learning? Learning,
    ImmutableArray<TellingCase> TellingCases,
    ImmutableArray<string>? Texts = null)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

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

/// <summary>What changes from one checkpoint to the next.</summary>
internal static class CheckpointChanges
{
    internal static ImmutableArray<Transition> Transitions(IReadOnlyList<CheckpointBehaviour> checkpoints, TestPrograms tests)
    {
        Outcome[][] outcomes =
        [
            .. checkpoints.Select(checkpoint => checkpoint.PredictionOf
                .Select((prediction, i) => Outcomes.Of(prediction, tests.Programs[i], tests.Executions[i])).ToArray()),
        ];
        return
        [
            .. Enumerable.Range(1, Math.Max(0, checkpoints.Count - 1)).SelectMany(c => outcomes[c - 1].Zip(outcomes[c])
                .CountBy(pair => pair)
                .OrderBy(pair => pair.Key)
                .Select(pair => new Transition(
                    checkpoints[c - 1].Step, checkpoints[c].Step, pair.Key.First, pair.Key.Second, pair.Value))),
        ];
    }

    internal static Flips Between(int from, bool[] before, int to, bool[] after)
    {
        int Count(bool wasRight, bool isRight) => before.Zip(after).Count(pair => pair == (wasRight, isRight));
        (int gained, int lost) = (Count(false, true), Count(true, false));
        return new Flips(from, to, before.Length, Count(true, true), gained, lost, McNemar.PValue(gained, lost));
    }
}

/// <summary>Programs that became right or wrong between two checkpoints.</summary>
/// <param name="From">Step of the earlier checkpoint.</param>
/// <param name="To">Step of the later one.</param>
/// <param name="Programs">Programs compared.</param>
/// <param name="BothRight">Right at both.</param>
/// <param name="Gained">Wrong before, right after.</param>
/// <param name="Lost">Right before, wrong after.</param>
/// <param name="PValue">McNemar's exact test that a flip is as likely either way, two-sided.</param>
public sealed record Flips(int From, int To, int Programs, int BothRight, int Gained, int Lost, double PValue);

/// <summary>Programs that went from one outcome to another between two neighbouring checkpoints.</summary>
/// <param name="From">Step of the earlier checkpoint.</param>
/// <param name="To">Step of the later one.</param>
/// <param name="Before">Outcome at the earlier one.</param>
/// <param name="After">Outcome at the later one.</param>
/// <param name="Programs">How many; never 0.</param>
public sealed record Transition(int From, int To, Outcome Before, Outcome After, int Programs);

/// <summary>How often a digit is predicted.</summary>
/// <param name="Digit">0-9; -1 for tokens that are no digit.</param>
/// <param name="Share">Share of the programs.</param>
public sealed record PredictionShare(int Digit, Proportion Share);

/// <summary>How often an outcome occurs.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Share">Share of the programs.</param>
public sealed record OutcomeShare(Outcome Outcome, Proportion Share);

/// <summary>Accuracy on the programs of one depth with the answer on one line.</summary>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">The line that holds the root, 1-based.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record CellAccuracy(int Hops, int AnswerLine, Proportion Accuracy);

/// <summary>Accuracy on the programs for which a feature has one value.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">Its value.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record FeatureAccuracy(ProgramFeature Feature, int Value, Proportion Accuracy);
