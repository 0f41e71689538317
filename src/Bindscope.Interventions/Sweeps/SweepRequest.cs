using System.Collections.Immutable;
using Bindscope.Model;

namespace Bindscope.Interventions.Sweeps;

/// <summary>What a sweep computes: every cell of a grid, for every row.</summary>
/// <param name="Base">The rows that are intervened on.</param>
/// <param name="Source">The rows that patches come from, as many and as long; null where no cell needs a source.</param>
/// <param name="Cells">The grid, in any order.</param>
/// <param name="ReadOut">Where the answer is read.</param>
public sealed record SweepRequest(TokenRows Base, TokenRows? Source, ImmutableArray<SweepCell> Cells, ReadOut ReadOut);

/// <summary>One cell of a sweep's grid: what is done to every row, all at once in one forward pass.</summary>
/// <param name="Interventions">At least one.</param>
public sealed record SweepCell(ImmutableArray<Intervention> Interventions)
{
    /// <summary>A patch from the source run at one site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="positions">Which tokens of each row.</param>
    /// <param name="head">1-based; 0 for all heads, and for kinds that have none.</param>
    /// <returns>The cell.</returns>
    public static SweepCell Patch(Site site, TokenPositions positions, int head = 0) =>
        new([new Intervention.Patch(Place.At(site, positions, head))]);
}

/// <summary>How a sweep is run; nothing here changes its result beyond rounding.</summary>
/// <param name="Workers">Threads, 1 or more. Each uses one core.</param>
/// <param name="MemoryBytes">What the sweep may hold at once, beside model and result; rows are taken in blocks that fit.</param>
/// <param name="NoOps">What is done with cells that provably change nothing.</param>
public sealed record SweepOptions(int Workers = 1, long MemoryBytes = 256L << 20, NoOpRule NoOps = NoOpRule.Skip);

/// <summary>How far a sweep is.</summary>
/// <param name="Done">Pairs of cell and row that are done.</param>
/// <param name="Total">All of them.</param>
public readonly record struct SweepProgress(long Done, long Total);

/// <summary>What a sweep does with cells that provably cannot change the answer of a row.</summary>
public enum NoOpRule
{
    /// <summary>Their logits are the base's, to the bit, without a forward pass.</summary>
    Skip,

    /// <summary>They are computed like any other, to check that the skipped ones were rightly skipped.</summary>
    Compute,
}

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
