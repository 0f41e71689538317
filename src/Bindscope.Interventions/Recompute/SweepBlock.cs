using Bindscope.Interventions.Sweeps;

namespace Bindscope.Interventions.Recompute;

/// <summary>A block of rows of the fast sweep: the plain runs, then every cell that can change an answer, in pieces for the workers.</summary>
internal sealed class SweepBlock
{
    private readonly SweepEngine engine;
    private readonly SweepModel model;
    private readonly SweepRequest request;
    private readonly NoOpRule rule;
    private readonly int first;
    private readonly int count;
    private readonly int[] wanted;
    private readonly BaseStore store;
    private readonly Captures plain;
    private readonly Captures? source;
    private readonly float[][] baseLogits;

    internal SweepBlock(SweepEngine engine, SweepPlan plan, SweepRequest request, NoOpRule rule, int first, int count)
    {
        (this.engine, model, this.request, this.rule) = (engine, engine.Model, request, rule);
        (this.first, this.count) = (first, count);
        wanted = [.. request.ReadOut.Columns.Select(engine.Place)];
        store = new BaseStore(model, count);
        plain = new Captures(model, plan.Sites, count);
        source = request.Source is null ? null : new Captures(model, plan.SourceSites, count);
        baseLogits = new float[count][];
    }

    /// <summary>Tokens that went through an MLP in changed runs.</summary>
    internal long TokenLayers { get; private set; }

    /// <summary>Changed runs.</summary>
    internal long Computed { get; private set; }

    /// <summary>The plain runs of base and source.</summary>
    internal void RunPlain(SweepResult result, CancellationToken cancellation)
    {
        WorkItem[] rows = [.. Enumerable.Range(0, count).Select(
            row => new WorkItem(row, -1, 1, request.ReadOut.Positions[first + row], [], Whole: true))];
        RunAll(rows, new PassContext(request.Base, first, store, null, plain), WriteBase, null, cancellation);
        if (request.Source is not null)
        {
            RunAll(rows, new PassContext(request.Source, first, null, null, source), WriteSource, null, cancellation);
        }

        void WriteBase(WorkItem item, ReadOnlySpan<float> logits)
        {
            baseLogits[item.Row] = logits.ToArray();
            Select(logits, result.BaseSpan(first + item.Row));
        }

        void WriteSource(WorkItem item, ReadOnlySpan<float> logits) => Select(logits, result.SourceSpan(first + item.Row));
    }

    /// <summary>Every cell.</summary>
    internal void RunCells(SweepResult result, Action<long> done, CancellationToken cancellation)
    {
        var compiler = new CellCompiler(model, request, rule, first, plain, source);
        var byRow = new List<WorkItem>[count];
        engine.ForEach([.. Enumerable.Range(0, count)], row => byRow[row] = Compile(compiler, row, result), cancellation);
        // Neighbours in a piece of work share a row's keys and values; long pieces come first, so that the workers end together.
        WorkItem[] items = [.. Enumerable.Range(1, model.Spec.Layers + 1)
            .SelectMany(layer => byRow.SelectMany(work => work.Where(item => item.FirstLayer == layer)))];
        Computed += items.Length;
        done(((long)count * request.Cells.Length) - items.Length);
        TokenLayers += RunAll(items, new PassContext(request.Base, first, store, source, null), Write, done, cancellation);

        void Write(WorkItem item, ReadOnlySpan<float> logits) => Select(logits, result.LogitsSpan(item.Cell, first + item.Row));
    }

    /// <summary>Writes down the cells of a row whose answer is known, and returns the work that the others are.</summary>
    private List<WorkItem> Compile(CellCompiler compiler, int row, SweepResult result)
    {
        var work = new List<WorkItem>();
        for (int cell = 0; cell < request.Cells.Length; cell++)
        {
            (CellEffect effect, WorkItem? item) = compiler.Compile(cell, row);
            result.Set(cell, first + row, effect);
            if (item is not null)
            {
                work.Add(item);
            }
            else if (effect == CellEffect.Absent)
            {
                result.LogitsSpan(cell, first + row).Fill(float.NaN);
            }
            else
            {
                result.Base(first + row).CopyTo(result.LogitsSpan(cell, first + row));
            }
        }

        return work;
    }

    /// <returns>Tokens that went through an MLP.</returns>
    private long RunAll(WorkItem[] items, PassContext context, ItemResult write, Action<long>? done, CancellationToken cancellation)
    {
        long tokenLayers = 0;
        engine.ForEach(Pieces(items), RunPiece, cancellation);
        return tokenLayers;

        void RunPiece(ReadOnlyMemory<WorkItem> piece)
        {
            Workspace workspace = engine.Pool.Rent();
            try
            {
                var pass = new ChunkPass(model, workspace, piece, context);
                pass.Run(row => baseLogits[row], write);
                Interlocked.Add(ref tokenLayers, pass.TokenLayers);
                done?.Invoke(piece.Length);
            }
            finally
            {
                engine.Pool.Return(workspace);
            }
        }
    }

    /// <summary>Neighbouring items whose tokens fit into the buffers, all starting in the same layer.</summary>
    private List<ReadOnlyMemory<WorkItem>> Pieces(WorkItem[] items)
    {
        var pieces = new List<ReadOnlyMemory<WorkItem>>();
        int start = 0;
        int tokens = 0;
        for (int i = 0; i < items.Length; i++)
        {
            int own = items[i].TokenCount(model.Length);
            if (i > start && (tokens + own > engine.Tokens || items[i].FirstLayer != items[start].FirstLayer))
            {
                pieces.Add(items.AsMemory(start, i - start));
                (start, tokens) = (i, 0);
            }

            tokens += own;
        }

        if (items.Length > start)
        {
            pieces.Add(items.AsMemory(start));
        }

        return pieces;
    }

    private void Select(ReadOnlySpan<float> computed, Span<float> logits)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = computed[wanted[i]];
        }
    }
}
