using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// Runs several items through the layers together. In each layer only those tokens of an item are computed whose values differ from the
/// base run's: they lie one below the other in the buffers, whichever item they belong to, so that a product takes all of them at once.
/// </summary>
internal sealed unsafe class ChunkPass
{
    private readonly PackedModel model;
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
    internal ChunkPass(PackedModel model, Workspace work, ReadOnlyMemory<WorkItem> chunk, PassContext context)
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
            PackedBlock block = model.Blocks[layer - 1];
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
                PackedRows.Copy(model.Embedding(ids[position]), work.Next, work.Previous.Add(position), model.Stride);
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
                    ? work.Next + ((nint)row++ * model.Stride)
                    : whole ? null : store!.Residual(item.Row, layer) + ((nint)position * model.Stride);
                bool differs = computed && (whole || !EqualsBase(item.Row, layer, position, residual));
                if (differs || work.Marks[position])
                {
                    PackedRows.Copy(residual, work.Residual, work.Inputs.Add(position), model.Stride);
                    firstChange = differs ? Math.Min(firstChange, position) : firstChange;
                    work.Marks[position] = false;
                }
            }

            work.FirstKeyChange[i] = firstChange;
        }

        work.Inputs.End(chunk.Length);
        edits.Site(SiteKind.ResidualIn, layer, work.Inputs, work.Residual, model.Stride);
    }

    /// <summary>A token that a patch changed and that came out as before differs no longer: its queries, keys and values are the base's.</summary>
    private bool EqualsBase(int row, int layer, int position, float* changed)
    {
        float* before = store!.Residual(row, layer) + ((nint)position * model.Stride);
        return new ReadOnlySpan<byte>(before, model.Stride * sizeof(float))
            .SequenceEqual(new ReadOnlySpan<byte>(changed, model.Stride * sizeof(float)));
    }

    private void QueriesKeysValues(PackedBlock block, int layer)
    {
        int count = work.Inputs.Count;
        block.AttentionNorm.Run(work.Residual, model.Stride, count, work.Normal);
        block.Keys.Run(work.Normal, model.Stride, count, work.Keys);
        block.Values.Run(work.Normal, model.Stride, count, work.Values);
        int queries = count;
        if (whole || layer < model.Spec.Layers)
        {
            block.Queries.Run(work.Normal, model.Stride, count, work.Queries);
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
                    PackedRows.Copy(work.Normal + ((nint)row * model.Stride), work.Branch, queries, model.Stride);
                    work.QueryRows[row] = queries++;
                }
            }

            block.Queries.Run(work.Branch, model.Stride, queries, work.Queries);
        }

        edits.Queries(layer);
        edits.Site(SiteKind.AttentionK, layer, work.Inputs, work.Keys, model.HeadsStride);
        edits.Site(SiteKind.AttentionV, layer, work.Inputs, work.Values, model.HeadsStride);
        float scale = ItemAttention.ScoreScale(model.Spec.HeadWidth);
        for (int row = 0; row < count; row++)
        {
            int position = work.Inputs.Position(row);
            model.Rotate(work.Keys + ((nint)row * model.HeadsStride), position, 1);
            if (work.QueryRows[row] >= 0)
            {
                model.Rotate(work.Queries + ((nint)work.QueryRows[row] * model.HeadsStride), position, scale);
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

    private void Attention(PackedBlock block, int layer)
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

        edits.Site(SiteKind.AttentionZ, layer, work.Outputs, work.Mixed, model.HeadsStride);
        block.AttentionOutput.Run(work.Mixed, model.HeadsStride, work.Outputs.Count, work.Branch);
        edits.Heads(block, layer);
        edits.Site(SiteKind.AttentionOut, layer, work.Outputs, work.Branch, model.Stride);
        for (int i = 0; i < chunk.Length; i++)
        {
            (int first, int end) = work.Outputs.Rows(i);
            for (int row = first; row < end; row++)
            {
                int position = work.Outputs.Position(row);
                int input = work.InputRows[row];
                float* before = input >= 0
                    ? work.Residual + ((nint)input * model.Stride)
                    : store!.Residual(chunk.Span[i].Row, layer) + ((nint)position * model.Stride);
                PackedRows.Sum(before, work.Branch + ((nint)row * model.Stride), work.Middle + ((nint)row * model.Stride), model.Stride);
            }
        }

        edits.Site(SiteKind.ResidualMid, layer, work.Outputs, work.Middle, model.Stride);
    }

    private void Mlp(PackedBlock block, int layer)
    {
        int count = work.Outputs.Count;
        block.MlpNorm.Run(work.Middle, model.Stride, count, work.Normal);
        block.MlpInput.Run(work.Normal, model.Stride, count, work.Hidden);
        Gelu.Run(work.Hidden, (nint)count * block.MlpInput.Stride);
        edits.Site(SiteKind.MlpHidden, layer, work.Outputs, work.Hidden, block.MlpInput.Stride);
        block.MlpOutput.Run(work.Hidden, block.MlpInput.Stride, count, work.Branch);
        edits.Site(SiteKind.MlpOut, layer, work.Outputs, work.Branch, model.Stride);
        PackedRows.Sum(work.Middle, work.Branch, work.Next, (nint)count * model.Stride);
        edits.Site(SiteKind.ResidualOut, layer, work.Outputs, work.Next, model.Stride);
    }
}
