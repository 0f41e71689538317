using System.Collections.Concurrent;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>A model made ready for sweeps of one length, and the workers' buffers.</summary>
internal sealed class SweepEngine
{
    /// <summary>Tokens of a piece of work: enough for the products to run at speed, few enough for the buffers to stay in the cache.</summary>
    private const int TokensAtOnce = 256;

    private readonly SweepModel model;
    private readonly WorkspacePool pool;
    private readonly SweepOptions options;
    private readonly Range columns;
    private readonly int tokens;

    /// <param name="model">The model.</param>
    /// <param name="request">Gives the length and the logits that are needed.</param>
    /// <param name="options">Workers and budget.</param>
    internal SweepEngine(Transformer model, SweepRequest request, SweepOptions options)
    {
        this.options = options;
        columns = SweepPlan.Columns(model.Spec, request);
        tokens = Math.Max(TokensAtOnce, request.Base.Length);
        this.model = new SweepModel(model, request.Base.Length, columns);
        pool = new WorkspacePool(this.model, tokens);
    }

    /// <summary>Computes a request of the length and the columns that the engine was made for.</summary>
    internal SweepResult Compute(
        SweepRequest request, NoOpRule rule, IProgress<SweepProgress>? progress, CancellationToken cancellation)
    {
        var plan = new SweepPlan(model.Spec, request);
        var result = new SweepResult(request.Base.Count, request.Cells.Length, request.ReadOut.Columns, request.Source is not null);
        long passes = (long)request.Cells.Length * request.Base.Count;
        long done = 0;
        long computed = 0;
        long tokenLayers = 0;
        int rows = RowsAtOnce(plan, request);
        for (int first = 0; first < request.Base.Count; first += rows)
        {
            var block = new SweepBlock(this, plan, request, rule, first, Math.Min(rows, request.Base.Count - first));
            block.RunPlain(result, cancellation);
            block.RunCells(result, more => progress?.Report(new SweepProgress(Interlocked.Add(ref done, more), passes)), cancellation);
            computed += block.Computed;
            tokenLayers += block.TokenLayers;
        }

        result.Cost = new SweepCost(passes, computed, tokenLayers, passes * request.Base.Length * model.Spec.Layers);
        return result;
    }

    internal SweepModel Model => model;

    internal WorkspacePool Pool => pool;

    /// <summary>Tokens that fit into the buffers.</summary>
    internal int Tokens => tokens;

    /// <summary>Where among the computed logits a wanted one is.</summary>
    internal int Place(int column) => column - columns.Start.Value;

    /// <summary>Does something to each of some things, on the workers; on the calling thread where there is one worker.</summary>
    internal void ForEach<T>(IReadOnlyList<T> things, Action<T> action, CancellationToken cancellation)
    {
        if (options.Workers > 1)
        {
            var parallelism = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellation };
            // One at a time, first things first: they differ in size.
            Parallel.ForEach(Partitioner.Create(things, EnumerablePartitionerOptions.NoBuffering), parallelism, action);
            return;
        }

        foreach (T thing in things)
        {
            cancellation.ThrowIfCancellationRequested();
            action(thing);
        }
    }

    /// <summary>How many rows fit into the budget at once, 1 at least.</summary>
    private int RowsAtOnce(SweepPlan plan, SweepRequest request)
    {
        long left = options.MemoryBytes - (options.Workers * tokens * Workspace.BytesPerToken(model));
        return (int)Math.Clamp(left / plan.BytesPerRow(model, request), 1, request.Base.Count);
    }
}
