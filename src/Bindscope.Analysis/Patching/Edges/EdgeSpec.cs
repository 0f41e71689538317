using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Patching.Edges;

/// <summary>Which attention edges are cut and replaced.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Selection">Which programs; edges are many, so take few.</param>
/// <param name="Granularity">Head by head, or whole layers.</param>
public sealed record EdgeSpec(int Checkpoint, PairSelection Selection, EdgeGranularity Granularity = EdgeGranularity.Heads)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>patch-attention-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"patch-attention-{Checkpoint:D6}");
}
