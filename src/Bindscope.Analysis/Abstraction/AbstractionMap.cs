using System.Collections.Immutable;
using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Abstraction;

/// <summary>What the last checkpoint shows, as its own file keeps it.</summary>
internal sealed record AbstractionMap(
    ImmutableArray<InterchangeGroupSize> Programs, ImmutableArray<InterchangeCell> Cells, ImmutableArray<Proportion> Random);
