namespace Bindscope.Interventions;

/// <summary>One token looking at another.</summary>
/// <param name="Query">Position of the token that looks, 0-based.</param>
/// <param name="Key">Position of the token that is looked at, 0-based; not after the query.</param>
public readonly record struct AttentionEdge(int Query, int Key);
