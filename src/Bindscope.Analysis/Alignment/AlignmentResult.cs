using System.Collections.Immutable;

namespace Bindscope.Analysis.Alignment;

/// <summary>Trained subspaces: plain data, as <c>analyses/alignment-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Width">The model's width.</param>
/// <param name="Ceilings">Whole vectors by layer, variable and token.</param>
/// <param name="Fits">Subspaces by layer, variable and rank.</param>
public sealed record AlignmentResult(
    int Format, int Checkpoint, int Width, ImmutableArray<AlignmentCeiling> Ceilings, ImmutableArray<AlignmentFit> Fits)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
