using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Bindscope.Interventions;

/// <summary>Pairs of query and key of each row of a batch.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Same), "same")]
[JsonDerivedType(typeof(PerRow), "perRow")]
public abstract record TokenEdges
{
    private TokenEdges()
    {
    }

    /// <summary>The same pairs in every row.</summary>
    /// <param name="Edges">The pairs.</param>
    public sealed record Same(ImmutableArray<AttentionEdge> Edges) : TokenEdges;

    /// <summary>Each row has its own.</summary>
    /// <param name="Rows">One list a row; empty where the row is to be left alone.</param>
    public sealed record PerRow(ImmutableArray<ImmutableArray<AttentionEdge>> Rows) : TokenEdges;

    /// <summary>The pairs of one row.</summary>
    /// <param name="row">0-based.</param>
    /// <returns>In the order given.</returns>
    public ImmutableArray<AttentionEdge> Of(int row) => this switch
    {
        Same same => same.Edges,
        PerRow perRow => perRow.Rows[row],
        _ => throw new InvalidOperationException($"no rule for {GetType().Name}"),
    };
}

/// <summary>One token looking at another.</summary>
/// <param name="Query">Position of the token that looks, 0-based.</param>
/// <param name="Key">Position of the token that is looked at, 0-based; not after the query.</param>
public readonly record struct AttentionEdge(int Query, int Key);
