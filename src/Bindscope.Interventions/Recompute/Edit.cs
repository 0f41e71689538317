using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>One vector that an intervention changes in one row.</summary>
/// <param name="Action">The intervention that it is part of.</param>
/// <param name="Site">The site; layers 1-based.</param>
/// <param name="Position">The token; at the pattern the query. 0-based.</param>
/// <param name="Head">0-based; 0 where the kind has none.</param>
/// <param name="From">The token in the source run.</param>
/// <param name="Keys">Of edges, the keys; else null.</param>
internal sealed record Edit(Intervention Action, Site Site, int Position, int Head, int From, int[]? Keys)
{
    /// <summary>Everything that an intervention changes in one row.</summary>
    /// <param name="intervention">Already checked.</param>
    /// <param name="spec">The model's shape.</param>
    /// <param name="row">The row in the batch, for the positions.</param>
    /// <param name="length">Tokens of a row.</param>
    internal static IEnumerable<Edit> Of(Intervention intervention, ModelSpec spec, int row, int length)
    {
        IEnumerable<Slot> slots = Slots.Of(intervention, spec, row, length);
        if (Slots.EdgesOf(intervention) is null)
        {
            Intervention own = Slots.OfRow(intervention, row);
            return slots.Select(slot => new Edit(own, slot.Site, slot.Position, slot.Head, slot.From, null));
        }

        return
            from slot in slots
            group slot.From by (slot.Site, slot.Head, slot.Position) into query
            select new Edit(intervention, query.Key.Site, query.Key.Position, query.Key.Head, query.Key.Position, [.. query]);
    }

    /// <summary>Sorts by the order of a forward pass.</summary>
    internal int Order => Site.Kind == SiteKind.Logits ? int.MaxValue : (Site.Layer * 64) + (int)Site.Kind;

    /// <summary>Whether it must be known before queries, keys and values are computed.</summary>
    internal bool IsBeforeAttention => Site.Kind is SiteKind.ResidualIn or SiteKind.AttentionQ or SiteKind.AttentionK or SiteKind.AttentionV;
}
