using System.Collections.Immutable;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>Figure 3a: one program, every layer and token.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Tokens">The base program's tokens.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="BaseAnswer">The base's right answer.</param>
/// <param name="SourceAnswer">The source's right answer.</param>
/// <param name="BaseLogits">The ten digits' logits of the base run.</param>
/// <param name="SourceLogits">The ten digits' logits of the source run.</param>
/// <param name="Cells">By layer, then by position.</param>
public sealed record MapResult(
    int Format,
    int Checkpoint,
    ImmutableArray<MapToken> Tokens,
    int Layers,
    int BaseAnswer,
    int SourceAnswer,
    ImmutableArray<float> BaseLogits,
    ImmutableArray<float> SourceLogits,
    ImmutableArray<MapCell> Cells)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
