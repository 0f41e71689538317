using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;

namespace Bindscope.Analysis.Attribution;

/// <summary>Attribution patching: a fast ranking of the cells of a patching sweep.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Target">What would be patched.</param>
/// <param name="Selection">Which programs.</param>
/// <param name="Exact">Cells of each group with the largest attributions that are patched exactly, 1 or more.</param>
/// <param name="Sampled">Others, drawn at random, that are patched exactly, 0 or more.</param>
public sealed record AttributionSpec(int Checkpoint, PatchTarget Target, PairSelection Selection, int Exact = 10, int Sampled = 20)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>attribution-heads-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"attribution-{Target.ToString().ToLowerInvariant()}-{Checkpoint:D6}");

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() =>
        Exact < 1 || Sampled < 0
            ? [.. Selection.Validated(), $"exact is {Exact} and sampled {Sampled}; they must be at least 1 and 0"]
            : Selection.Validated();
}
