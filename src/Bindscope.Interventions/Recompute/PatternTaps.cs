using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>What happens to one item's scores and pattern in one layer: some rows are edited, and of a plain run all may be recorded.</summary>
internal readonly ref struct PatternTaps
{
    private readonly ReadOnlySpan<Edit> edits;
    private readonly WorkItem item;
    private readonly Captures? source;
    private readonly Captures? record;
    private readonly int layer;

    /// <param name="item">The item.</param>
    /// <param name="layer">1-based.</param>
    /// <param name="context">Where edits take the source's rows from, and where rows are recorded.</param>
    internal PatternTaps(WorkItem item, int layer, PassContext context)
    {
        this.item = item;
        this.layer = layer;
        (source, record) = (context.Source, context.Record);
        edits = item.EditsOf(layer);
        bool any = record is not null
            && (record.Wants(SiteKind.AttentionScores, layer) || record.Wants(SiteKind.AttentionPattern, layer));
        foreach (Edit edit in edits)
        {
            any |= SiteVectors.IsOverKeys(edit.Site.Kind);
        }

        Any = any;
    }

    /// <summary>Whether anything is touched.</summary>
    internal bool Any { get; }

    /// <summary>Whether the row of a query and head (0-based) is touched at all.</summary>
    internal bool Wants(int position, int head)
    {
        if (!Any || record is not null)
        {
            return Any;
        }

        foreach (Edit edit in edits)
        {
            if (SiteVectors.IsOverKeys(edit.Site.Kind) && edit.Position == position && edit.Head == head)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Edits and records one row, [position + 1].</summary>
    internal void Visit(SiteKind kind, int position, int head, Span<float> row)
    {
        foreach (Edit edit in edits)
        {
            if (edit.Site.Kind == kind && edit.Position == position && edit.Head == head)
            {
                bool needed = Slots.NeedsSource(edit.Action);
                EditActions.Apply(edit, row, needed ? source!.Vector(edit.Site, item.Row, edit.From, head) : default);
            }
        }

        if (record is not null && record.Wants(kind, layer))
        {
            Span<float> kept = record.Vector(new Site(kind, layer), item.Row, position, head);
            row.CopyTo(kept);
            kept[row.Length..].Fill(kind == SiteKind.AttentionScores ? float.NegativeInfinity : 0);
        }
    }
}
