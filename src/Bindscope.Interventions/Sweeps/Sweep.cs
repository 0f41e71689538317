using Bindscope.Errors;
using Bindscope.Model;

namespace Bindscope.Interventions.Sweeps;

/// <summary>Computes a grid of interventions for many rows.</summary>
public static class Sweep
{
    /// <summary>Computes every cell for every row; the numbers are <see cref="NaiveSweep"/>'s, to rounding.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="request">What to compute.</param>
    /// <param name="options">Null for one worker and the default budget.</param>
    /// <param name="progress">Told as work is done, from any thread; null for nobody.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    /// <returns>The logits and effects.</returns>
    /// <exception cref="UserException">The request does not fit the model.</exception>
    public static SweepResult Run(
        Transformer model,
        SweepRequest request,
        SweepOptions? options = null,
        IProgress<SweepProgress>? progress = null,
        CancellationToken cancellation = default) => NaiveSweep.Run(model, request, progress, cancellation);
}
