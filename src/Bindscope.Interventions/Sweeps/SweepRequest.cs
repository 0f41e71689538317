using System.Collections.Immutable;

namespace Bindscope.Interventions.Sweeps;

/// <summary>What a sweep computes: every cell of a grid, for every row.</summary>
/// <param name="Base">The rows that are intervened on.</param>
/// <param name="Source">The rows that patches come from, as many and as long; null where no cell needs a source.</param>
/// <param name="Cells">The grid, in any order.</param>
/// <param name="ReadOut">Where the answer is read.</param>
public sealed record SweepRequest(TokenRows Base, TokenRows? Source, ImmutableArray<SweepCell> Cells, ReadOut ReadOut);
