using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Live;

/// <summary>Figure 3a for the program that a run's pages begin with: <c>analyses/patch-map-STEP/</c>.</summary>
public static class ExampleMap
{
    /// <summary>Patches every token of the example at every layer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">Which checkpoint.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">There is no such checkpoint, or the test set is empty.</exception>
    public static MapResult Run(Run run, ExampleMapSpec spec, Work work)
    {
        Transformer model = RunCheckpoint.Load(run, spec.Checkpoint);
        return ResidualMap.Run(model, spec.Checkpoint, ExampleProgram.Of(run.HeldBackSplits(work.Cancellation).Test), work);
    }
}
