using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Bindscope.Interventions;

/// <summary>Token positions of each row of a batch, 0-based.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Every), "every")]
[JsonDerivedType(typeof(Same), "same")]
[JsonDerivedType(typeof(PerRow), "perRow")]
public abstract record TokenPositions
{
    private TokenPositions()
    {
    }

    /// <summary>Every position of every row.</summary>
    public sealed record Every : TokenPositions;

    /// <summary>The same positions in every row.</summary>
    /// <param name="Positions">0-based.</param>
    public sealed record Same(ImmutableArray<int> Positions) : TokenPositions;

    /// <summary>Each row has its own, for places that are found by their role in the program.</summary>
    /// <param name="Rows">One list a row, 0-based; empty where the row has no such place and is to be left alone.</param>
    public sealed record PerRow(ImmutableArray<ImmutableArray<int>> Rows) : TokenPositions;

    /// <summary>One position, the same in every row.</summary>
    /// <param name="position">0-based.</param>
    /// <returns>The positions.</returns>
    public static TokenPositions At(int position) => new Same([position]);

    /// <summary>One position a row.</summary>
    /// <param name="positions">0-based; -1 where the row has no such place and is to be left alone.</param>
    /// <returns>The positions.</returns>
    public static TokenPositions At(IEnumerable<int> positions) =>
        new PerRow([.. positions.Select(position => position < 0 ? ImmutableArray<int>.Empty : [position])]);

    /// <summary>The positions of one row.</summary>
    /// <param name="row">0-based.</param>
    /// <param name="length">Tokens of a row.</param>
    /// <returns>In the order given.</returns>
    public ImmutableArray<int> Of(int row, int length) => this switch
    {
        Same same => same.Positions,
        PerRow perRow => perRow.Rows[row],
        _ => [.. Enumerable.Range(0, length)],
    };
}
