using System.Collections.Immutable;

namespace Bindscope.Interventions;

/// <summary>A set of attention weights: one for every layer, head and pair of query and key.</summary>
/// <param name="Layers">1-based; empty for all layers.</param>
/// <param name="Heads">1-based; empty for all heads.</param>
/// <param name="Edges">Which pairs of each row.</param>
public sealed record EdgePlace(ImmutableArray<int> Layers, ImmutableArray<int> Heads, TokenEdges Edges)
{
    /// <summary>1-based; empty for all layers.</summary>
    public ImmutableArray<int> Layers { get; init; } = Layers.IsDefault ? [] : Layers;

    /// <summary>1-based; empty for all heads.</summary>
    public ImmutableArray<int> Heads { get; init; } = Heads.IsDefault ? [] : Heads;
}
