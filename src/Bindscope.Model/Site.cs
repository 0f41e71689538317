namespace Bindscope.Model;

/// <summary>A place in the forward pass: a kind, and the layer where it is.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Layer">1-based, as in the paper; 0 for <see cref="SiteKind.Logits"/>, which belongs to no layer.</param>
public readonly record struct Site(SiteKind Kind, int Layer);
