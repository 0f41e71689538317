using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Live;

/// <summary>The map (figure 3a) of the program that a run's pages begin with.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
public sealed record ExampleMapSpec(int Checkpoint)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>patch-map-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"patch-map-{Checkpoint:D6}");
}

/// <summary>Figure 3a for the program that a run's pages begin with: <c>analyses/patch-map-STEP/</c>.</summary>
public static class ExampleMap
{
    /// <summary>Patches every token of the example at every layer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">Which checkpoint.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">There is no such checkpoint, or the test set is empty.</exception>
    public static PatchMap Run(Run run, ExampleMapSpec spec, Work work)
    {
        Transformer model = RunCheckpoint.Load(run, spec.Checkpoint);
        return ResidualMap.Run(model, spec.Checkpoint, ExampleProgram.Of(run.HeldBackSplits(work.Cancellation).Test), work);
    }
}
