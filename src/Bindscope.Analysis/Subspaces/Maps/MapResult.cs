using System.Collections.Immutable;

namespace Bindscope.Analysis.Subspaces.Maps;

/// <summary>Maps over training: plain data, as <c>analyses/subspace-map-LAYER-TARGET/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Layer">The layer whose input is shown.</param>
/// <param name="Target">What the components were selected for.</param>
/// <param name="Classes">Each token's digit, or its name as 0-25; the tokens are the same at every checkpoint.</param>
/// <param name="Depths">Each token's depth on its chain.</param>
/// <param name="Checkpoints">In the order asked for.</param>
public sealed record MapResult(
    int Format,
    int Layer,
    SubspaceTarget Target,
    ImmutableArray<int> Classes,
    ImmutableArray<int> Depths,
    ImmutableArray<MapCheckpoint> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 2;
}
