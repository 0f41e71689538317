using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Model;

namespace Bindscope.Interventions;

/// <summary>A set of vectors in a forward pass: one for every layer, position and, where the kind has heads, head.</summary>
/// <param name="Kind">The kind of site.</param>
/// <param name="Layers">1-based; empty for all layers, and for <see cref="SiteKind.Logits"/>, which belongs to none.</param>
/// <param name="Positions">Which tokens of each row.</param>
/// <param name="Heads">1-based; empty for all heads, and for kinds that have none.</param>
public sealed record Place(
    [property: JsonConverter(typeof(SiteKindJson))] SiteKind Kind,
    ImmutableArray<int> Layers,
    TokenPositions Positions,
    ImmutableArray<int> Heads = default)
{
    /// <summary>1-based; empty for all layers, and for <see cref="SiteKind.Logits"/>, which belongs to none.</summary>
    public ImmutableArray<int> Layers { get; init; } = Layers.IsDefault ? [] : Layers;

    /// <summary>1-based; empty for all heads, and for kinds that have none.</summary>
    public ImmutableArray<int> Heads { get; init; } = Heads.IsDefault ? [] : Heads;

    /// <summary>One site, and one head of it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="positions">Which tokens of each row.</param>
    /// <param name="head">1-based; 0 for all heads, and for kinds that have none.</param>
    /// <returns>The place.</returns>
    public static Place At(Site site, TokenPositions positions, int head = 0) =>
        new(site.Kind, site.Layer == 0 ? [] : [site.Layer], positions, head == 0 ? [] : [head]);
}

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
