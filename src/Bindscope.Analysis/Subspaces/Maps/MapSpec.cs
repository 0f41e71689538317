using System.Collections.Immutable;

namespace Bindscope.Analysis.Subspaces.Maps;

/// <summary>Which map over training is wanted.</summary>
/// <param name="Checkpoints">Steps; the last of them is the one that the others are aligned to.</param>
/// <param name="Layer">The layer whose input is shown, 1-based.</param>
/// <param name="Target">What the components were selected for.</param>
/// <param name="FitPrograms">Programs with the answer after line 1 that select the components.</param>
/// <param name="Programs">Others, whose tokens are shown, 10 or more.</param>
/// <param name="Offset">0 for the chain's right-hand sides, 1 for the newlines after them, 2 and 3 for the tokens after those.</param>
public sealed record MapSpec(
    ImmutableArray<int> Checkpoints, int Layer, SubspaceTarget Target, int FitPrograms = 800, int Programs = 150, int Offset = 0)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>subspace-map-3-digit</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"subspace-map-{Layer}-{Target}").ToLowerInvariant()
        + SubspaceSpec.AfterOf(Offset);
}
