using System.Collections.Immutable;
using Bindscope.Model;

namespace Bindscope.Interventions;

/// <summary>Takes interventions apart into the single vectors that they change.</summary>
internal static class Slots
{
    /// <summary>The place of an intervention; null where it is edges.</summary>
    internal static Place? PlaceOf(Intervention intervention) => intervention switch
    {
        Intervention.Patch x => x.Where,
        Intervention.ReplaceWith x => x.Where,
        Intervention.ReplaceWithEach x => x.Where,
        Intervention.Mean x => x.Where,
        Intervention.Zero x => x.Where,
        Intervention.Add x => x.Where,
        Intervention.AddEach x => x.Where,
        Intervention.Project x => x.Where,
        Intervention.SwapSubspace x => x.Where,
        Intervention.PatchPath x => x.Where,
        _ => null,
    };

    /// <summary>The edges of an intervention; null where it is a place.</summary>
    internal static EdgePlace? EdgesOf(Intervention intervention) => intervention switch
    {
        Intervention.CutEdges x => x.Where,
        Intervention.PatchEdges x => x.Where,
        _ => null,
    };

    /// <summary>Where in the source run its vectors come from, if they come from other positions.</summary>
    internal static TokenPositions? FromOf(Intervention intervention) => intervention switch
    {
        Intervention.Patch x => x.From,
        Intervention.SwapSubspace x => x.From,
        _ => null,
    };

    /// <summary>An intervention as it is done to one row: of vectors that differ from row to row, the row's own.</summary>
    internal static Intervention OfRow(Intervention intervention, int row) => intervention switch
    {
        Intervention.ReplaceWithEach x => new Intervention.ReplaceWith(x.Where, x.Vectors[row]),
        Intervention.AddEach x => new Intervention.Add(x.Where, x.Vectors[row], x.Scale),
        _ => intervention,
    };

    /// <summary>Whether it takes anything from the source run.</summary>
    internal static bool NeedsSource(Intervention intervention) =>
        intervention is Intervention.Patch or Intervention.SwapSubspace or Intervention.PatchEdges or Intervention.PatchPath;

    /// <summary>The sites that an intervention changes, in the order of a forward pass.</summary>
    internal static IEnumerable<Site> SitesOf(Intervention intervention, ModelSpec spec)
    {
        Place? place = PlaceOf(intervention);
        SiteKind kind = place?.Kind ?? SiteKind.AttentionPattern;
        return Layers(kind, place?.Layers ?? EdgesOf(intervention)!.Layers, spec).Order().Select(layer => new Site(kind, layer));
    }

    /// <summary>Every vector or edge that an intervention changes in one row.</summary>
    /// <param name="intervention">Already checked.</param>
    /// <param name="spec">The model's shape.</param>
    /// <param name="row">The row in the batch, for the positions.</param>
    /// <param name="length">Tokens of a row.</param>
    internal static IEnumerable<Slot> Of(Intervention intervention, ModelSpec spec, int row, int length)
    {
        if (EdgesOf(intervention) is { } edges)
        {
            return
                from site in SitesOf(intervention, spec)
                from head in Heads(SiteKind.AttentionPattern, edges.Heads, spec)
                from edge in edges.Edges.Of(row)
                select new Slot(site, row, edge.Query, head, edge.Key);
        }

        Place place = PlaceOf(intervention)!;
        ImmutableArray<int> positions = place.Positions.Of(row, length);
        ImmutableArray<int> origins = FromOf(intervention)?.Of(row, length) ?? positions;
        return
            from site in SitesOf(intervention, spec)
            from index in Enumerable.Range(0, positions.Length)
            from head in Heads(place.Kind, place.Heads, spec)
            select new Slot(site, row, positions[index], head, origins[index]);
    }

    /// <summary>1-based; 0 for the logits.</summary>
    internal static IEnumerable<int> Layers(SiteKind kind, ImmutableArray<int> chosen, ModelSpec spec) =>
        (kind == SiteKind.Logits, chosen.IsEmpty) switch
        {
            (true, _) => Enumerable.Repeat(0, 1),
            (_, true) => Enumerable.Range(1, spec.Layers),
            _ => chosen,
        };

    /// <summary>0-based; 0 where the kind has no heads.</summary>
    internal static IEnumerable<int> Heads(SiteKind kind, ImmutableArray<int> chosen, ModelSpec spec) =>
        (SiteVectors.HasHeads(kind), chosen.IsEmpty) switch
        {
            (false, _) => Enumerable.Repeat(0, 1),
            (_, true) => Enumerable.Range(0, spec.Heads),
            _ => chosen.Select(head => head - 1),
        };
}

/// <summary>One vector, or one edge, that an intervention changes in one row. Layers 1-based (0 for the logits), the rest 0-based.</summary>
/// <param name="Site">The site.</param>
/// <param name="Row">In the block of rows at hand.</param>
/// <param name="Position">The token; of an edge the query.</param>
/// <param name="Head">0 where the kind has none.</param>
/// <param name="From">The token in the source run; of an edge the key.</param>
internal readonly record struct Slot(Site Site, int Row, int Position, int Head, int From);
