using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>Changes what a chunk's pass computes, site by site, and keeps what a plain run is to keep.</summary>
internal sealed unsafe class ChunkEdits(PackedModel model, Workspace work, ReadOnlyMemory<WorkItem> chunk, PassContext context)
{
    private readonly Captures? source = context.Source;
    private readonly Captures? record = context.Record;

    /// <summary>Edits and records the vectors of one site.</summary>
    /// <param name="kind">The site's kind.</param>
    /// <param name="layer">1-based.</param>
    /// <param name="tokens">Whose values they are.</param>
    /// <param name="values">A row a token.</param>
    /// <param name="stride">Floats between two rows.</param>
    internal void Site(SiteKind kind, int layer, TokenList tokens, float* values, int stride)
    {
        int width = SiteVectors.Width(kind, model.Spec, model.Length);
        for (int i = 0; i < chunk.Length; i++)
        {
            WorkItem item = chunk.Span[i];
            foreach (Edit edit in item.EditsOf(layer))
            {
                if (edit.Site.Kind == kind)
                {
                    float* vector = values + ((nint)tokens.Find(i, edit.Position) * stride) + (edit.Head * width);
                    EditActions.Apply(edit, new Span<float>(vector, width), SourceOf(edit, item));
                }
            }
        }

        if (record is not null && record.Wants(kind, layer))
        {
            Record(kind, layer, tokens, values, stride);
        }
    }

    /// <summary>The same for queries, which have rows of their own.</summary>
    internal void Queries(int layer)
    {
        int width = model.Spec.HeadWidth;
        for (int i = 0; i < chunk.Length; i++)
        {
            WorkItem item = chunk.Span[i];
            foreach (Edit edit in item.EditsOf(layer))
            {
                if (edit.Site.Kind == SiteKind.AttentionQ)
                {
                    int row = work.QueryRows[work.Inputs.Find(i, edit.Position)];
                    float* vector = work.Queries + ((nint)row * model.HeadsStride) + (edit.Head * width);
                    EditActions.Apply(edit, new Span<float>(vector, width), SourceOf(edit, item));
                }
            }
        }

        if (record is not null && record.Wants(SiteKind.AttentionQ, layer))
        {
            Record(SiteKind.AttentionQ, layer, work.Inputs, work.Queries, model.HeadsStride);
        }
    }

    /// <summary>Heads' contributions are computed only where they are edited.</summary>
    internal void Heads(PackedBlock block, int layer)
    {
        for (int i = 0; i < chunk.Length; i++)
        {
            WorkItem item = chunk.Span[i];
            foreach (Edit edit in item.EditsOf(layer))
            {
                if (edit.Site.Kind == SiteKind.AttentionHead && HeadEdits.IsFirstOfItsToken(item.EditsOf(layer), edit))
                {
                    int row = work.Outputs.Find(i, edit.Position);
                    var mixed = new ReadOnlySpan<float>(work.Mixed + ((nint)row * model.HeadsStride), model.HeadsStride);
                    var sum = new Span<float>(work.Branch + ((nint)row * model.Stride), model.Stride);
                    HeadEdits.Sum(block.AttentionOutput, item, edit, mixed, model.Spec.HeadWidth, source, sum);
                }
            }
        }
    }

    private ReadOnlySpan<float> SourceOf(Edit edit, WorkItem item) =>
        Slots.NeedsSource(edit.Action) ? source!.Vector(edit.Site, item.Row, edit.From, edit.Head) : default;

    private void Record(SiteKind kind, int layer, TokenList tokens, float* values, int stride)
    {
        int heads = SiteVectors.HasHeads(kind) ? model.Spec.Heads : 1;
        int width = SiteVectors.Width(kind, model.Spec, model.Length);
        for (int i = 0; i < chunk.Length; i++)
        {
            (int first, int end) = tokens.Rows(i);
            for (int row = first; row < end; row++)
            {
                for (int head = 0; head < heads; head++)
                {
                    var vector = new ReadOnlySpan<float>(values + ((nint)row * stride) + (head * width), width);
                    vector.CopyTo(record!.Vector(new Site(kind, layer), chunk.Span[i].Row, tokens.Position(row), head));
                }
            }
        }
    }
}
