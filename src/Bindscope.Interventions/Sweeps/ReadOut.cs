using System.Collections.Immutable;

namespace Bindscope.Interventions.Sweeps;

/// <summary>Where the answer is read.</summary>
/// <param name="Positions">One position a row, 0-based: the token whose prediction is the answer.</param>
/// <param name="Columns">Token ids whose logits are wanted, such as the ten digits'.</param>
public sealed record ReadOut(ImmutableArray<int> Positions, ImmutableArray<int> Columns)
{
    /// <summary>The same position in every row.</summary>
    /// <param name="position">0-based.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">The first so many token ids.</param>
    /// <returns>The read-out.</returns>
    public static ReadOut At(int position, int rows, int columns) =>
        new([.. Enumerable.Repeat(position, rows)], [.. Enumerable.Range(0, columns)]);
}
