using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>Statistics of the heads over a set of programs.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Selection">Which programs; only the base programs are used.</param>
public sealed record HeadSpec(int Checkpoint, PairSelection Selection)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>heads-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"heads-{Checkpoint:D6}");
}
