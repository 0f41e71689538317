using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Live;

/// <summary>The example program over training; there is nothing to choose.</summary>
public sealed record ExampleSpec;

/// <summary>What happens inside the model, checkpoint by checkpoint, in one program?</summary>
/// <remarks>Every part of <see cref="LiveAnalysis"/> at every checkpoint, so that the pages can scrub through training without a server.</remarks>
public sealed class ExampleAnalysis : IAnalysis<ExampleSpec, ExampleResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "example",
        "Example program",
        "What happens inside the model, checkpoint by checkpoint, in one program?",
        Scope.Run,
        ExampleResult.CurrentFormat)
    { Figure = "figure 3a and more", KeepsCheckpoints = true };

    /// <inheritdoc/>
    public static ExampleSpec Default => new();

    /// <inheritdoc/>
    public static IEnumerable<ExampleSpec> Sized(Run run, Budget budget) => [new()];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(ExampleResult result) =>
    [
        View.Of($"this program at {result.Steps.Length} checkpoints, each in a file of its own below {Info.Name}/checkpoints"),
        View.Of($"{result.Base}"),
    ];

    /// <summary>Goes over all checkpoints; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The run has no checkpoint or no test programs.</exception>
    public static ExampleResult Run(Run run, ExampleSpec spec, Work work)
    {
        RunCheckpoint.StepOf(run, "last");
        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        ProgramPair pair = ExampleProgram.Of(run.HeldBackSplits(work.Cancellation).Test);
        var result = new ExampleResult(ExampleResult.CurrentFormat, pair.Base.ToText(), pair.Source.ToText(), [.. steps]);
        var question = new ExampleQuestion(result.Format, result.Base, result.Source);
        var folder = new AnalysisFolder(run, Info.Name);
        IReadOnlySet<LivePart> parts = Enum.GetValues<LivePart>().ToHashSet();
        work.OfEach(folder, steps, question, step => LiveAnalysis.Run(run.LoadModel(step), step, pair, parts, work));
        return result;
    }
}

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record ExampleQuestion(int Format, string Base, string Source);

/// <summary>A run's example program; what happens in it at a checkpoint is in <c>checkpoints/STEP.json</c>, a <see cref="LiveProgram"/>.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Base">The program's text.</param>
/// <param name="Source">The counterfactual's text.</param>
/// <param name="Steps">The checkpoints, ascending.</param>
public sealed record ExampleResult(int Format, string Base, string Source, ImmutableArray<int> Steps)
{
    /// <summary>The version of this record, and of the checkpoints' files, that this build writes.</summary>
    public const int CurrentFormat = 2;
}

/// <summary>The program that a run's pages begin with.</summary>
public static class ExampleProgram
{
    /// <summary>The lines from which on an answer cannot be had by guessing line 1's or line 2's digit.</summary>
    private const int LateLine = 3;

    /// <summary>
    /// The first test program with the longest chain whose answer stands behind the lines that the heuristic looks at, with its default
    /// counterfactual; where there is none, the first with the longest chain.
    /// </summary>
    /// <param name="test">A run's test set.</param>
    /// <exception cref="UserException">The test set is empty.</exception>
    public static ProgramPair Of(IReadOnlyList<SymbolicProgram> test)
    {
        SymbolicProgram? chosen = test
            .Select(program => (Program: program, Execution: Interpreter.Run(program)))
            .OrderByDescending(one => one.Execution.Hops)
            .ThenByDescending(one => one.Execution.RootLine >= LateLine)
            .Select(one => one.Program)
            .FirstOrDefault();
        return chosen is null
            ? throw new UserException("the run has no test programs", "train with data.test of 1 or more", 3)
            : ResidualMap.WithOtherDigit(chosen, new Seed(0));
    }
}

/// <summary>The map (figure 3a) of the program that a run's pages begin with.</summary>
public sealed record ExampleMapSpec([Step] int Checkpoint);

/// <summary>Figure 3a for the program that a run's pages begin with: <c>analyses/patch-map-STEP/</c>.</summary>
public sealed class ExampleMap : IAnalysis<ExampleMapSpec, PatchMap>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "patch-map",
        "Map of one program",
        "Which token of the example program holds the digit at which layer?",
        Scope.Checkpoint,
        PatchMap.CurrentFormat)
    { Figure = "figure 3a", Alias = "patch map" };

    /// <inheritdoc/>
    public static ExampleMapSpec Default => new(StepForm.Last);

    /// <inheritdoc/>
    public static IEnumerable<ExampleMapSpec> Sized(Run run, Budget budget) => [new(budget.Last)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(PatchMap result) => MapViews.Of(result);

    /// <summary>Patches every token of the example at every layer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">Which checkpoint.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">There is no such checkpoint, or the test set is empty.</exception>
    public static PatchMap Run(Run run, ExampleMapSpec spec, Work work)
    {
        Transformer model = run.LoadModel(spec.Checkpoint);
        return ResidualMap.Run(model, spec.Checkpoint, ExampleProgram.Of(run.HeldBackSplits(work.Cancellation).Test), work);
    }
}
