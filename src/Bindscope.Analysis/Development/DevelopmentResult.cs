using System.Collections.Immutable;

namespace Bindscope.Analysis.Development;

/// <summary>The cells over training: plain data, as <c>analyses/development/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Cells">The followed cells.</param>
/// <param name="Programs">Pairs in each group, by hops and then by answer line.</param>
/// <param name="Checkpoints">By step.</param>
/// <param name="Order">When each cell emerged in each group, earliest first.</param>
public sealed record DevelopmentResult(
    int Format,
    ImmutableArray<FollowedCell> Cells,
    ImmutableArray<GroupSize> Programs,
    ImmutableArray<CheckpointCells> Checkpoints,
    ImmutableArray<Emergence> Order)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
