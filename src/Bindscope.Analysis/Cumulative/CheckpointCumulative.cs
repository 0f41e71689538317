using System.Collections.Immutable;

namespace Bindscope.Analysis.Cumulative;

/// <summary>One checkpoint's measurements, as its own file keeps them.</summary>
internal sealed record CheckpointCumulative(
    ImmutableArray<AblationAccuracy> Ablations, ImmutableArray<PartEffect> Effects, ImmutableArray<TransplantAccuracy> Transplants);
