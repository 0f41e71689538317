using System.Collections.Immutable;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Subspaces of a checkpoint: plain data, as <c>analyses/subspaces-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Width">The model's width.</param>
/// <param name="Components">Principal components that the classifiers chose from.</param>
/// <param name="Findings">By layer and then by target.</param>
public sealed record SubspaceResult(
    int Format, int Checkpoint, int Width, int Components, ImmutableArray<SubspaceFinding> Findings)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
