using Bindscope.Errors;
using Bindscope.Model;

namespace Bindscope.Interventions.Sweeps;

/// <summary>
/// The sweep in its plainest form: one whole forward pass for every cell, nothing skipped, nothing reused. It is what the fast sweep is
/// held to.
/// </summary>
public static class NaiveSweep
{
    private const int BlockRows = 64;

    /// <summary>Computes every cell for every row.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="request">What to compute.</param>
    /// <param name="progress">Told after each cell of a block of rows; null for nobody.</param>
    /// <param name="cancellation">Stops between cells.</param>
    /// <returns>The logits and effects.</returns>
    /// <exception cref="UserException">The request does not fit the model.</exception>
    public static SweepResult Run(
        Transformer model, SweepRequest request, IProgress<SweepProgress>? progress = null, CancellationToken cancellation = default)
    {
        SweepProblems.RequireNone(model, request);
        return Compute(model, request, progress, cancellation);
    }

    /// <summary>The same for a request that was checked.</summary>
    internal static SweepResult Compute(
        Transformer model, SweepRequest request, IProgress<SweepProgress>? progress, CancellationToken cancellation)
    {
        var result = new SweepResult(request.Base.Count, request.Cells.Length, request.ReadOut.Columns, request.Source is not null);
        long done = 0;
        for (int first = 0; first < request.Base.Count; first += BlockRows)
        {
            int count = Math.Min(BlockRows, request.Base.Count - first);
            var block = new NaiveBlock(model, request, first, count);
            block.WriteBaseAndSource(result);
            for (int cell = 0; cell < request.Cells.Length; cell++)
            {
                cancellation.ThrowIfCancellationRequested();
                block.WriteCell(cell, result);
                progress?.Report(new SweepProgress(done += count, (long)request.Cells.Length * request.Base.Count));
            }
        }

        long passes = (long)request.Cells.Length * request.Base.Count;
        long tokenLayers = passes * request.Base.Length * model.Spec.Layers;
        result.Cost = new SweepCost(passes, passes, tokenLayers, tokenLayers);
        return result;
    }
}
