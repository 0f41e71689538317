using Bindscope.Model;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Loop;

/// <summary>Holds activations of a training's rows of tokens while its clamp holds. Used by several threads at once.</summary>
internal interface IClamp
{
    /// <summary>What replaces activations in the passes over some rows.</summary>
    /// <param name="tokens">[B,T], row by row.</param>
    /// <param name="layout">How the T tokens see each other.</param>
    ClampTaps On(ReadOnlySpan<int> tokens, SequenceLayout layout);
}

/// <summary>What a clamp does to the passes over some rows.</summary>
/// <param name="Forward">Replaces activations.</param>
/// <param name="Backward">Stops gradients where they would go through what was replaced; null where none goes there.</param>
internal readonly record struct ClampTaps(IActivationTap Forward, IActivationTap? Backward);

/// <summary>The tokens of a query that a clamp holds, as distances from the query's end.</summary>
internal static class ClampedTokens
{
    private const int TokensOfAQuery = 3;

    /// <summary>Colon and hash; between them the queried variable, where it is clamped, too.</summary>
    internal static int[] Distances(Clamp clamp) => clamp.QueryVariable ? [1, 2, TokensOfAQuery] : [1, TokensOfAQuery];

    /// <summary>The token of a row at a distance from the end of one of its queries, which end the row.</summary>
    /// <param name="layout">The row's layout.</param>
    /// <param name="query">0-based, from the last.</param>
    /// <param name="distance">1 for the colon.</param>
    internal static int Token(SequenceLayout layout, int query, int distance) => layout.Length - distance - (query * TokensOfAQuery);

    /// <summary>Queries of a row.</summary>
    internal static int Queries(SequenceLayout layout) => Math.Max(1, layout.Segments);
}
