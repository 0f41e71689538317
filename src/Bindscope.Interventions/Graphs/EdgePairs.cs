using System.Collections.Immutable;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Interventions.Graphs;

/// <summary>Pairs of runs on which edges are patched: the groups of their tokens, and what is measured.</summary>
/// <param name="Base">The rows that keep what they are, N of T tokens.</param>
/// <param name="Source">The rows that edges are patched from, token by token.</param>
/// <param name="Groups">Of each row, the group of each token, 0-based; just one token in the group that is read out.</param>
/// <param name="Answers">
/// Of each row the two token ids whose logits are compared at the read-out: the difference is logit(Base) - logit(Source).
/// </param>
public sealed record EdgePairs(
    TokenRows Base, TokenRows Source, ImmutableArray<ImmutableArray<int>> Groups, ImmutableArray<(int Base, int Source)> Answers)
{
    private const long BytesAtOnce = 64L << 20;

    /// <summary>Number of rows.</summary>
    public int Count => Base.Count;

    /// <summary>Some of the rows.</summary>
    /// <param name="rows">Which, 0-based.</param>
    public EdgePairs Some(IReadOnlyList<int> rows) => new(
        new TokenRows([.. rows.Select(row => Base[row].ToArray())]),
        new TokenRows([.. rows.Select(row => Source[row].ToArray())]),
        [.. rows.Select(row => Groups[row])],
        [.. rows.Select(row => Answers[row])]);

    /// <summary>The rows in blocks of which everything that is kept fits into the cache of a small machine.</summary>
    internal IEnumerable<int[]> Blocks(ModelSpec spec)
    {
        long bytes = 3L * sizeof(float) * Base.Length * spec.Width * (1 + (spec.Layers * (spec.Heads + 3)));
        return Enumerable.Range(0, Count).Chunk((int)Math.Clamp(BytesAtOnce / bytes, 1, 16));
    }

    /// <summary>Where a row is read out.</summary>
    internal int ReadOut(EdgeGraph graph, int row) => Groups[row].IndexOf(graph.ReadOut);
}
