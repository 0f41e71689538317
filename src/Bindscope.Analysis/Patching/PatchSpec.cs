using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Patching;

/// <summary>Which sweep over the test set is wanted.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Target">What is patched.</param>
/// <param name="Selection">Which programs.</param>
/// <param name="ControlPrograms">
/// Pairs of each group that the controls use, 1 or more: about as many forward passes for each of the four as the sweep needs for as many
/// programs.
/// </param>
/// <param name="Tokens">Which tokens are patched.</param>
public sealed record PatchSpec(
    int Checkpoint,
    PatchTarget Target,
    PairSelection Selection,
    int ControlPrograms = 40,
    TokenChoice Tokens = TokenChoice.Chain)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>patch-residual-030000</c>, with <c>-spans</c> where the tokens are <see cref="TokenChoice.Spans"/>.</returns>
    public string FolderName() => FormattableString.Invariant($"patch-{Target.ToString().ToLowerInvariant()}-{Checkpoint:D6}")
        + (Tokens == TokenChoice.Spans ? "-spans" : "");

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() =>
        ControlPrograms < 1
            ? [.. Selection.Validated(), $"controlPrograms is {ControlPrograms}; it must be at least 1"]
            : Selection.Validated();
}
