using System.Collections.Immutable;

namespace Bindscope.Analysis.Abstraction;

/// <summary>The variables' homes at one checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Cells">The same cells at every checkpoint, in the same order.</param>
public sealed record CheckpointAbstraction(int Step, ImmutableArray<InterchangeCell> Cells);
