using Bindscope.Errors;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Recompute;
using Bindscope.Model;

namespace Bindscope.Interventions.Sweeps;

/// <summary>
/// Computes a grid of interventions for many rows, at a fraction of the cost of a forward pass for each. What the base run already knows
/// is not computed again: a changed run starts at the layer where it is changed, computes only the tokens that the change can reach, with
/// the base run's keys and values for the others, and in the last layer the read-out alone. Runs that cannot change the answer are not
/// computed at all. The results are those of whole forward passes, to rounding.
/// </summary>
/// <remarks>
/// With the model's own weights and kernels, of any tokens in any company. What it makes of them is held to whole forward passes by a check at
/// the start of every sweep (<see cref="SelfCheck"/>) and by tests at every site. docs/interventions.md says how it is done.
/// </remarks>
public static class Sweep
{
    /// <summary>Computes every cell for every row.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="request">What to compute.</param>
    /// <param name="options">Null for one worker and the default budget.</param>
    /// <param name="progress">Told as work is done, from any thread; null for nobody.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    /// <returns>The logits and effects.</returns>
    /// <exception cref="UserException">The request does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The self-check failed; the message holds its numbers.</exception>
    public static SweepResult Run(
        Transformer model,
        SweepRequest request,
        SweepOptions? options = null,
        IProgress<SweepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        SweepProblems.RequireNone(model, request);
        request = PathPatches.Resolved(model, request, cancellation);
        options ??= new SweepOptions();
        var engine = new SweepEngine(model, request, options);
        SelfCheck check = SelfCheck.Run(model, engine, request);
        SweepResult result = engine.Compute(request, options.NoOps, progress, cancellation);
        result.Check = check;
        return result;
    }
}

/// <summary>What a sweep computed, against one whole forward pass for every cell and row.</summary>
/// <param name="Passes">Pairs of cell and row that were asked for.</param>
/// <param name="Computed">Of those, the ones for which something was computed.</param>
/// <param name="TokenLayers">Tokens that went through a block's MLP, summed over blocks, cells and rows.</param>
/// <param name="NaiveTokenLayers">The same for one whole forward pass for each.</param>
public readonly record struct SweepCost(long Passes, long Computed, long TokenLayers, long NaiveTokenLayers);
