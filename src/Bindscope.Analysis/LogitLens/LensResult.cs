using System.Collections.Immutable;

namespace Bindscope.Analysis.LogitLens;

/// <summary>The logit lens: plain data, as <c>analyses/logit-lens/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Checkpoints">By step.</param>
public sealed record LensResult(int Format, int Layers, ImmutableArray<LensCheckpoint> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
