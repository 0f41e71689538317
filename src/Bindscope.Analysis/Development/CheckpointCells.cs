using System.Collections.Immutable;

namespace Bindscope.Analysis.Development;

/// <summary>The followed cells at one checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Values">One for every cell and group that has it, in the order of cells and then of groups.</param>
/// <param name="Accuracy">What the model itself answers on the same programs.</param>
public sealed record CheckpointCells(int Step, ImmutableArray<CellSuccess> Values, ImmutableArray<GroupAnswers> Accuracy);
