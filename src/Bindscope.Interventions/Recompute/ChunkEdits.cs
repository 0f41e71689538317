using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>Changes what a chunk's pass computes, site by site, and keeps what a plain run is to keep.</summary>
internal sealed unsafe class ChunkEdits(SweepModel model, Workspace work, ReadOnlyMemory<WorkItem> chunk, PassContext context)
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
                    float* vector = work.Queries + ((nint)row * model.HeadsWidth) + (edit.Head * width);
                    EditActions.Apply(edit, new Span<float>(vector, width), SourceOf(edit, item));
                }
            }
        }

        if (record is not null && record.Wants(SiteKind.AttentionQ, layer))
        {
            Record(SiteKind.AttentionQ, layer, work.Inputs, work.Queries, model.HeadsWidth);
        }
    }

    /// <summary>Puts the source's mixed values in place of those of heads that are patched, at tokens where no head is edited otherwise.</summary>
    internal void PatchedHeads(int layer)
    {
        for (int i = 0; i < chunk.Length; i++)
        {
            WorkItem item = chunk.Span[i];
            foreach (Edit edit in item.EditsOf(layer))
            {
                if (edit.Site.Kind == SiteKind.AttentionHead && HeadEdits.ArePatches(item.EditsOf(layer), edit))
                {
                    float* mixed = work.Mixed + ((nint)work.Outputs.Find(i, edit.Position) * model.HeadsWidth);
                    SourceOf(edit, item).CopyTo(new Span<float>(mixed + (edit.Head * model.Spec.HeadWidth), model.Spec.HeadWidth));
                }
            }
        }
    }

    /// <summary>Heads' contributions are computed only where they are edited in another way.</summary>
    internal void Heads(int layer)
    {
        for (int i = 0; i < chunk.Length; i++)
        {
            WorkItem item = chunk.Span[i];
            ReadOnlySpan<Edit> edits = item.EditsOf(layer);
            foreach (Edit edit in edits)
            {
                if (edit.Site.Kind == SiteKind.AttentionHead && HeadEdits.IsFirstOfItsToken(edits, edit) && !HeadEdits.ArePatches(edits, edit))
                {
                    int row = work.Outputs.Find(i, edit.Position);
                    var mixed = new ReadOnlySpan<float>(work.Mixed + ((nint)row * model.HeadsWidth), model.HeadsWidth);
                    var sum = new Span<float>(work.Branch + ((nint)row * model.Spec.Width), model.Spec.Width);
                    HeadEdits.Sum(model, item, edit, mixed, source, sum);
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
