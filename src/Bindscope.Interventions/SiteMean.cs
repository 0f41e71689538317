using System.Collections.Immutable;

namespace Bindscope.Interventions;

/// <summary>The mean of a site's vectors.</summary>
/// <param name="Layer">1-based; 0 for the logits.</param>
/// <param name="Head">1-based; 0 where the kind has no heads.</param>
/// <param name="Vector">As wide as the site's vectors.</param>
public sealed record SiteMean(int Layer, int Head, ImmutableArray<float> Vector);
