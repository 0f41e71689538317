using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Which behaviour is measured: one checkpoint's, or all checkpoints' with what changes between them.</summary>
public sealed record BehaviourSpec(
    [Step(true)] int? Checkpoint = null, [Field("the first programs of the test set", Least = 2)] int Programs = 4000);

/// <summary>What does the model do, on which programs is it right, and which rule would say the same?</summary>
/// <remarks>
/// <para>
/// Every checkpoint answers the same test programs. Accuracy is split by properties of the programs, predictions are held against
/// heuristics, and what changes from checkpoint to checkpoint is counted program by program. Figure 2 of Wu, Geiger and Millière (ICML 2025)
/// and section 3 of it; the companion site's views of behaviour.
/// </para>
/// <para>
/// What would mislead: properties of programs go together (longer chains have earlier roots), so a difference by one of them may be made by
/// another. Agreement with a heuristic is no mechanism. docs/methods/behaviour.md has the rest.
/// </para>
/// </remarks>
public sealed class BehaviourAnalysis : IAnalysis<BehaviourSpec, BehaviourResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "behaviour",
        "Behaviour",
        "When is the model right, which heuristic explains its predictions, and which programs are hard?",
        Scope.Run,
        BehaviourResult.CurrentFormat)
    { Figure = "figure 2", KeepsCheckpoints = true };

    /// <inheritdoc/>
    public static BehaviourSpec Default => new();

    /// <inheritdoc/>
    public static IEnumerable<BehaviourSpec> Sized(Run run, Budget budget) => [new(Programs: budget.TestPrograms)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(BehaviourResult result) => BehaviourViews.Of(result);

    /// <summary>Measures one or all checkpoints; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or the run has no such checkpoint or no test programs.</exception>
    public static BehaviourResult Run(Run run, BehaviourSpec spec, Work work)
    {
        Info.Require(spec);

        RunCheckpoint.StepOf(run, spec.Checkpoint?.ToString(CultureInfo.InvariantCulture) ?? "last");
        IReadOnlyList<int> steps = spec.Checkpoint is { } one ? [one] : run.Checkpoints.Steps();
        TestPrograms tests = TestPrograms.Of(run, spec.Programs);
        // One checkpoint's file serves the question for it alone and that for all.
        var folder = new AnalysisFolder(run, Info.Name);
        var question = new BehaviourQuestion(BehaviourResult.CurrentFormat, tests.Programs.Count);
        return Summary(
            work.OfEach(folder, steps, question, step => CheckpointMeasures.Of(
                run.LoadModel(step), step, tests, run.Preset.Task.DigitCount, work)),
            tests);
    }

    /// <summary>What follows from the checkpoints' measurements.</summary>
    internal static BehaviourResult Summary(IReadOnlyList<CheckpointBehaviour> checkpoints, TestPrograms tests)
    {
        int[] steps = [.. checkpoints.Select(checkpoint => checkpoint.Step)];
        bool[][] right =
        [
            .. checkpoints.Select(checkpoint =>
                checkpoint.PredictionOf.Select((prediction, i) => prediction == tests.Executions[i].Value).ToArray()),
        ];
        return new BehaviourResult(
            BehaviourResult.CurrentFormat,
            tests.Programs.Count,
            [.. checkpoints],
            CheckpointChanges.Transitions(checkpoints, tests),
            [.. Enumerable.Range(1, steps.Length - 1).Select(c => CheckpointChanges.Between(steps[c - 1], right[c - 1], steps[c], right[c]))],
            steps.Length > 1 ? LearningHistory.Of(steps, right, tests) : null,
            tests.Telling(),
            [.. tests.Programs.Select(program => program.ToText())]);
    }
}

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record BehaviourQuestion(int Format, int Programs);

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
