using System.Collections.Immutable;

namespace Bindscope.Analysis.Live;

/// <summary>What every head of a model looks at in one program.</summary>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Heads">Heads of each layer.</param>
/// <param name="Pattern">
/// Attention of each query to the keys up to itself, by layer, head, query and key; rounded to four decimals. Query q has q + 1 entries.
/// </param>
public sealed record AttentionMap(
    int Layers, int Heads, ImmutableArray<ImmutableArray<ImmutableArray<ImmutableArray<float>>>> Pattern);
