using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
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
