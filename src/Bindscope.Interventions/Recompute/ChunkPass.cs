using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// Runs several items through the layers together. In each layer only those tokens of an item are computed whose values differ from the
/// base run's: they lie one below the other in the buffers, whichever item they belong to, so that a product takes all of them at once.
/// </summary>
internal sealed unsafe class ChunkPass
{
    private readonly SweepModel model;
    private readonly Workspace work;
    private readonly ReadOnlyMemory<WorkItem> chunk;
    private readonly PassContext context;
    private readonly BaseStore? store;
    private readonly ChunkEdits edits;
    private readonly bool whole;

    /// <param name="model">The weights.</param>
    /// <param name="work">The buffers; what they hold is lost.</param>
    /// <param name="chunk">The items, all whole or none.</param>
    /// <param name="context">What the pass reads and writes.</param>
    internal ChunkPass(SweepModel model, Workspace work, ReadOnlyMemory<WorkItem> chunk, PassContext context)
    {
        (this.model, this.work, this.chunk, this.context) = (model, work, chunk, context);
        store = context.Store;
        edits = new ChunkEdits(model, work, chunk, context);
        whole = chunk.Span[0].Whole;
    }

    /// <summary>Tokens that went through an MLP.</summary>
    internal long TokenLayers { get; private set; }

    /// <summary>Runs the items.</summary>
    /// <param name="baseLogits">The base run's logits of a row of the block, for items that change nothing before the logits.</param>
    /// <param name="write">Takes each item's logits.</param>
    internal void Run(Func<int, float[]> baseLogits, ItemResult write)
    {
        Begin();
        int first = model.Spec.Layers + 1;
        foreach (WorkItem item in chunk.Span)
        {
            first = Math.Min(first, item.FirstLayer);
        }

        for (int layer = first; layer <= model.Spec.Layers; layer++)
        {
            Block block = model.Block(layer);
            Gather(layer);
            QueriesKeysValues(block, layer);
            ChooseOutputs(layer);
            Attention(block, layer);
            Mlp(block, layer);
            TokenLayers += work.Outputs.Count;
            work.NextLayer();
        }

        new ChunkReadOut(model, work, chunk, context).Run(baseLogits, write);
    }

    private void Begin()
    {
        work.Previous.Clear();
        for (int i = 0; i < chunk.Length; i++)
        {
            work.Previous.Begin(i);
            if (!whole)
            {
                continue;
            }

            ReadOnlySpan<int> ids = context.Tokens[context.FirstRow + chunk.Span[i].Row];
            for (int position = 0; position < ids.Length; position++)
            {
                model.Embed(ids[position], work.Next + ((nint)work.Previous.Add(position) * model.Spec.Width));
            }
        }

        work.Previous.End(chunk.Length);
    }

    /// <summary>Finds the tokens that differ on entering a layer, or are changed before attention, and their residual stream.</summary>
    private void Gather(int layer)
    {
        work.Inputs.Clear();
        for (int i = 0; i < chunk.Length; i++)
        {
            WorkItem item = chunk.Span[i];
            work.Inputs.Begin(i);
            int firstChange = int.MaxValue;
            bool marked = false;
            foreach (Edit edit in item.EditsOf(layer))
            {
                if (edit.IsBeforeAttention)
                {
                    work.Marks[edit.Position] = marked = true;
                    firstChange = edit.Site.Kind == SiteKind.AttentionQ ? firstChange : Math.Min(firstChange, edit.Position);
                }
            }

            (int row, int end) = work.Previous.Rows(i);
            int position = marked || row == end ? 0 : work.Previous.Position(row);
            int last = marked ? model.Length - 1 : row < end ? work.Previous.Position(end - 1) : -1;
            for (; position <= last; position++)
            {
                bool computed = row < end && work.Previous.Position(row) == position;
                float* residual = computed
                    ? work.Next + ((nint)row++ * model.Spec.Width)
                    : whole ? null : store!.Residual(item.Row, layer) + ((nint)position * model.Spec.Width);
                bool differs = computed && (whole || !EqualsBase(item.Row, layer, position, residual));
                if (differs || work.Marks[position])
                {
                    Rows.Copy(residual, work.Residual + ((nint)work.Inputs.Add(position) * model.Spec.Width), model.Spec.Width);
                    firstChange = differs ? Math.Min(firstChange, position) : firstChange;
                    work.Marks[position] = false;
                }
            }

            work.FirstKeyChange[i] = firstChange;
        }

        work.Inputs.End(chunk.Length);
        edits.Site(SiteKind.ResidualIn, layer, work.Inputs, work.Residual, model.Spec.Width);
    }

    /// <summary>A token that a patch changed and that came out as before differs no longer: its queries, keys and values are the base's.</summary>
    private bool EqualsBase(int row, int layer, int position, float* changed)
    {
        float* before = store!.Residual(row, layer) + ((nint)position * model.Spec.Width);
        return new ReadOnlySpan<byte>(before, model.Spec.Width * sizeof(float))
            .SequenceEqual(new ReadOnlySpan<byte>(changed, model.Spec.Width * sizeof(float)));
    }

    private void QueriesKeysValues(Block block, int layer)
    {
        int count = work.Inputs.Count;
        (int width, int heads) = (model.Spec.Width, model.HeadsWidth);
        model.Normalize(block.AttentionNorm, work.Residual, count, work.Normal);
        block.Qkv.Packed.Run(work.Normal, width, count, heads, heads, work.Keys, heads);
        block.Qkv.Packed.Run(work.Normal, width, count, 2 * heads, heads, work.Values, heads);
        int queries = count;
        if (whole || layer < model.Spec.Layers)
        {
            block.Qkv.Packed.Run(work.Normal, width, count, 0, heads, work.Queries, heads);
            for (int row = 0; row < count; row++)
            {
                work.QueryRows[row] = row;
            }
        }
        else
        {
            // In the last layer one query of each item is left: the read-out's, where it differs.
            queries = 0;
            work.QueryRows.AsSpan(0, count).Fill(-1);
            for (int i = 0; i < chunk.Length; i++)
            {
                int row = work.Inputs.Find(i, chunk.Span[i].ReadOut);
                if (row >= 0)
                {
                    Rows.Copy(work.Normal + ((nint)row * model.Spec.Width), work.Branch + ((nint)queries * model.Spec.Width), model.Spec.Width);
                    work.QueryRows[row] = queries++;
                }
            }

            block.Qkv.Packed.Run(work.Branch, width, queries, 0, heads, work.Queries, heads);
        }

        edits.Queries(layer);
        edits.Site(SiteKind.AttentionK, layer, work.Inputs, work.Keys, model.HeadsWidth);
        edits.Site(SiteKind.AttentionV, layer, work.Inputs, work.Values, model.HeadsWidth);
        float scale = ItemAttention.ScoreScale(model.Spec.HeadWidth);
        for (int row = 0; row < count; row++)
        {
            int position = work.Inputs.Position(row);
            model.Rotate(work.Keys + ((nint)row * model.HeadsWidth), position, 1);
            if (work.QueryRows[row] >= 0)
            {
                model.Rotate(work.Queries + ((nint)work.QueryRows[row] * model.HeadsWidth), position, scale);
            }
        }
    }

    /// <summary>
    /// Finds the tokens that may differ after attention: those that see a changed key, and those that an intervention changes in this
    /// layer. In the last layer the read-out alone counts.
    /// </summary>
    private void ChooseOutputs(int layer)
    {
        work.Outputs.Clear();
        for (int i = 0; i < chunk.Length; i++)
        {
            WorkItem item = chunk.Span[i];
            ReadOnlySpan<Edit> own = item.EditsOf(layer);
            work.Outputs.Begin(i);
            int suffix = work.FirstKeyChange[i];
            if (!whole && layer == model.Spec.Layers)
            {
                if (suffix <= item.ReadOut || own.Length > 0)
                {
                    work.InputRows[work.Outputs.Add(item.ReadOut)] = work.Inputs.Find(i, item.ReadOut);
                }

                continue;
            }

            foreach (Edit edit in own)
            {
                work.Marks[edit.Position] = true;
            }

            (int input, int end) = work.Inputs.Rows(i);
            int last = item.LastPosition(model.Length);
            for (int position = own.Length > 0 ? 0 : Math.Min(suffix, last + 1); position <= last; position++)
            {
                if (position >= suffix || work.Marks[position])
                {
                    // Every input is an output too, and both rise, so the next input is the only one that it can be.
                    bool isInput = input < end && work.Inputs.Position(input) == position;
                    work.InputRows[work.Outputs.Add(position)] = isInput ? input++ : -1;
                }
            }

            if (own.Length > 0)
            {
                work.Marks.AsSpan().Clear();
            }
        }

        work.Outputs.End(chunk.Length);
    }

    private void Attention(Block block, int layer)
    {
        for (int i = 0; i < chunk.Length; i++)
        {
            WorkItem item = chunk.Span[i];
            if (OneKeyAttention.Suits(work, i, item, layer, context))
            {
                work.OneKey.Run(work, i, item, layer, context);
            }
            else
            {
                work.Attention.Run(work, i, item, layer, context);
            }
        }

        if (context.WritesStore)
        {
            StoreWriter.Write(model, work, chunk.Span, layer, store!);
        }

        edits.Site(SiteKind.AttentionZ, layer, work.Outputs, work.Mixed, model.HeadsWidth);
        edits.PatchedHeads(layer);
        block.AttentionOutput.Packed.Run(work.Mixed, model.HeadsWidth, work.Outputs.Count, work.Branch, model.Spec.Width);
        edits.Heads(layer);
        edits.Site(SiteKind.AttentionOut, layer, work.Outputs, work.Branch, model.Spec.Width);
        for (int i = 0; i < chunk.Length; i++)
        {
            (int first, int end) = work.Outputs.Rows(i);
            for (int row = first; row < end; row++)
            {
                int position = work.Outputs.Position(row);
                int input = work.InputRows[row];
                float* before = input >= 0
                    ? work.Residual + ((nint)input * model.Spec.Width)
                    : store!.Residual(chunk.Span[i].Row, layer) + ((nint)position * model.Spec.Width);
                Rows.Add(before, work.Branch + ((nint)row * model.Spec.Width), work.Middle + ((nint)row * model.Spec.Width), model.Spec.Width);
            }
        }

        edits.Site(SiteKind.ResidualMid, layer, work.Outputs, work.Middle, model.Spec.Width);
    }

    private void Mlp(Block block, int layer)
    {
        int count = work.Outputs.Count;
        (int width, int hidden) = (model.Spec.Width, model.Spec.MlpWidth);
        model.Normalize(block.MlpNorm, work.Middle, count, work.Normal);
        block.MlpInput.Packed.Run(work.Normal, width, count, work.Hidden, hidden);
        Gelu.Run(work.Hidden, (nint)count * hidden, work.Hidden, null);
        edits.Site(SiteKind.MlpHidden, layer, work.Outputs, work.Hidden, hidden);
        block.MlpOutput.Packed.Run(work.Hidden, hidden, count, work.Branch, width);
        edits.Site(SiteKind.MlpOut, layer, work.Outputs, work.Branch, model.Spec.Width);
        Rows.Add(work.Middle, work.Branch, work.Next, (nint)count * model.Spec.Width);
        edits.Site(SiteKind.ResidualOut, layer, work.Outputs, work.Next, model.Spec.Width);
    }
}

/// <summary>What a pass reads and writes beside its items.</summary>
/// <param name="Tokens">The rows that whole items start from.</param>
/// <param name="FirstRow">The row of <paramref name="Tokens"/> that is the block's first.</param>
/// <param name="Store">Read by changed runs, written by the plain run of the base; null for the source's.</param>
/// <param name="Source">Where edits take the source's values from; null in plain runs.</param>
/// <param name="Record">Where a plain run keeps values; null in changed runs.</param>
internal sealed record PassContext(TokenRows Tokens, int FirstRow, BaseStore? Store, Captures? Source, Captures? Record)
{
    /// <summary>Whether this is the plain run of the base, which fills the store.</summary>
    internal bool WritesStore => Store is not null && Record is not null;
}
