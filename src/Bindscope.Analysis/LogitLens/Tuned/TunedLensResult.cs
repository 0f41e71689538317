using System.Collections.Immutable;

namespace Bindscope.Analysis.LogitLens.Tuned;

/// <summary>Tuned lenses at the colon: plain data, as <c>analyses/tuned-lens-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="FitPrograms">Programs to learn from.</param>
/// <param name="TestPrograms">Others, on which everything is measured.</param>
/// <param name="Fits">By layer.</param>
/// <param name="Cells">By layer, lens, hops and answer line.</param>
public sealed record TunedLensResult(
    int Format,
    int Checkpoint,
    int Layers,
    int FitPrograms,
    int TestPrograms,
    ImmutableArray<TunedLensFit> Fits,
    ImmutableArray<TunedLensCell> Cells)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
