using System.Collections.Immutable;

namespace Bindscope.Analysis.Patching.Edges;

/// <summary>Attention edges: plain data, as <c>analyses/patch-attention-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Granularity">What an edge was cut in at a time.</param>
/// <param name="Groups">The groups of programs.</param>
public sealed record EdgeResult(int Format, int Checkpoint, EdgeGranularity Granularity, ImmutableArray<EdgeGroup> Groups)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
