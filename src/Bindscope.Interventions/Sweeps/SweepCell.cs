using System.Collections.Immutable;
using Bindscope.Model;

namespace Bindscope.Interventions.Sweeps;

/// <summary>One cell of a sweep's grid: what is done to every row, all at once in one forward pass.</summary>
/// <param name="Interventions">At least one.</param>
public sealed record SweepCell(ImmutableArray<Intervention> Interventions)
{
    /// <summary>A patch from the source run at one site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="positions">Which tokens of each row.</param>
    /// <param name="head">1-based; 0 for all heads, and for kinds that have none.</param>
    /// <returns>The cell.</returns>
    public static SweepCell Patch(Site site, TokenPositions positions, int head = 0) =>
        new([new Intervention.Patch(Place.At(site, positions, head))]);
}
