using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Patching.Edges;

/// <summary>Which attention edges are cut and replaced.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Selection">Which programs; edges are many, so take few.</param>
/// <param name="Granularity">Head by head, or whole layers.</param>
/// <param name="Tokens">
/// Between which tokens: names and right-hand sides of the chain, query variable and colon, or the three tokens after each right-hand side
/// too (its newline, and the next line's name and equals sign).
/// </param>
public sealed record EdgeSpec(
    int Checkpoint,
    PairSelection Selection,
    EdgeGranularity Granularity = EdgeGranularity.Heads,
    TokenChoice Tokens = TokenChoice.Chain)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>
    /// Such as <c>patch-attention-030000</c>, with <c>-spans</c> for <see cref="TokenChoice.Spans"/> and the granularity unless it is heads.
    /// </returns>
    public string FolderName() => FormattableString.Invariant($"patch-attention-{Checkpoint:D6}")
        + (Tokens == TokenChoice.Spans ? "-spans" : "")
        + (Granularity == EdgeGranularity.Heads ? "" : "-" + Granularity.ToString().ToLowerInvariant());
}
