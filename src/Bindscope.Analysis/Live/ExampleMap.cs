using Bindscope.Analysis.Description;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Runs;

namespace Bindscope.Analysis.Live;

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
