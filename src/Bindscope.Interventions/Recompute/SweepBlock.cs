using Bindscope.Interventions.Sweeps;

namespace Bindscope.Interventions.Recompute;

/// <summary>A block of rows of the fast sweep: the plain runs, then every cell that can change an answer, in pieces for the workers.</summary>
internal sealed class SweepBlock : IDisposable
{
    private readonly SweepEngine engine;
    private readonly PackedModel model;
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
        RunAll(rows, (pass, _) => pass(request.Base, store, plain, null, true, WriteBase), cancellation);
        if (request.Source is not null)
        {
            RunAll(rows, (pass, _) => pass(request.Source, null, source, null, false, WriteSource), cancellation);
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
        Parallel.For(0, count, engine.Parallelism(cancellation), row =>
        {
            List<WorkItem> work = byRow[row] = [];
            for (int cell = 0; cell < request.Cells.Length; cell++)
            {
                (CellEffect effect, WorkItem? item) = compiler.Compile(cell, row);
                result.Set(cell, first + row, effect);
                Span<float> logits = result.LogitsSpan(cell, first + row);
                if (item is not null)
                {
                    work.Add(item);
                }
                else if (effect == CellEffect.Absent)
                {
                    logits.Fill(float.NaN);
                }
                else
                {
                    result.Base(first + row).CopyTo(logits);
                }
            }
        });
        // Neighbours in a piece of work share a row's keys and values; long pieces come first, so that the workers end together.
        WorkItem[] items = [.. Enumerable.Range(1, model.Spec.Layers + 1)
            .SelectMany(layer => byRow.SelectMany(work => work.Where(item => item.FirstLayer == layer)))];
        Computed += items.Length;
        done(((long)count * request.Cells.Length) - items.Length);
        RunAll(
            items,
            (pass, length) =>
            {
                pass(request.Base, store, null, source, false, Write);
                done(length);
            },
            cancellation);

        void Write(WorkItem item, ReadOnlySpan<float> logits) => Select(logits, result.LogitsSpan(item.Cell, first + item.Row));
    }

    public void Dispose()
    {
        store.Dispose();
        plain.Dispose();
        source?.Dispose();
    }

    private delegate void Pass(
        TokenRows tokens, BaseStore? store, Captures? record, Captures? source, bool writesStore, ItemResult write);

    private void RunAll(WorkItem[] items, Action<Pass, int> run, CancellationToken cancellation)
    {
        long tokenLayers = 0;
        Parallel.ForEach(Pieces(items), engine.Parallelism(cancellation), piece =>
        {
            Workspace workspace = engine.Pool.Rent();
            try
            {
                run(
                    (tokens, kept, record, from, writes, write) =>
                    {
                        var pass = new ChunkPass(model, workspace, piece, kept, from, record);
                        pass.Run(tokens, first, writes, row => baseLogits[row], write);
                        Interlocked.Add(ref tokenLayers, record is null ? pass.TokenLayers : 0);
                    },
                    piece.Length);
            }
            finally
            {
                engine.Pool.Return(workspace);
            }
        });
        TokenLayers += tokenLayers;
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
