using Bindscope.Interventions;

namespace Bindscope.Tests.Interventions;

/// <summary>What an intervention on several rows does to one of them.</summary>
internal static class SingleRow
{
    internal static Intervention Of(Intervention intervention, int row) => intervention switch
    {
        Intervention.Patch x => x with { Where = Of(x.Where, row), From = Of(x.From, row) },
        Intervention.ReplaceWith x => x with { Where = Of(x.Where, row) },
        Intervention.ReplaceWithEach x => new Intervention.ReplaceWithEach(Of(x.Where, row), [x.Vectors[row]]),
        Intervention.AddEach x => new Intervention.AddEach(Of(x.Where, row), [x.Vectors[row]], x.Scale),
        Intervention.Mean x => x with { Where = Of(x.Where, row) },
        Intervention.Zero x => x with { Where = Of(x.Where, row) },
        Intervention.Add x => x with { Where = Of(x.Where, row) },
        Intervention.Project x => x with { Where = Of(x.Where, row) },
        Intervention.SwapSubspace x => x with { Where = Of(x.Where, row), From = Of(x.From, row) },
        Intervention.CutEdges x => x with { Where = Of(x.Where, row) },
        Intervention.PatchEdges x => x with { Where = Of(x.Where, row) },
        _ => throw new InvalidOperationException(intervention.GetType().Name),
    };

    private static Place Of(Place place, int row) => place with { Positions = Of(place.Positions, row)! };

    private static TokenPositions? Of(TokenPositions? positions, int row) =>
        positions is TokenPositions.PerRow perRow ? new TokenPositions.Same(perRow.Rows[row]) : positions;

    private static EdgePlace Of(EdgePlace place, int row) => place with { Edges = new TokenEdges.Same(place.Edges.Of(row)) };
}
