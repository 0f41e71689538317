using System.Collections.Immutable;

namespace Bindscope.Analysis.Alignment;

/// <summary>One layer and variable, as its own file keeps it.</summary>
internal sealed record AlignmentPart(ImmutableArray<AlignmentCeiling> Ceilings, ImmutableArray<AlignmentFit> Fits);
