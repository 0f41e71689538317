using System.Globalization;

namespace Bindscope.Analysis.LogitLens;

/// <summary>What the logit lens reads.</summary>
/// <param name="Checkpoint">A checkpoint's step; null for all.</param>
/// <param name="Programs">Programs of each group (hops x answer line), 1 or more; fewer where the test set has no more.</param>
public sealed record LensSpec(int? Checkpoint = null, int Programs = 100)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns><c>logit-lens</c>, or with the step of the one checkpoint.</returns>
    public string FolderName() => Checkpoint is { } step ? "logit-lens-" + step.ToString("D6", CultureInfo.InvariantCulture) : "logit-lens";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() => Programs >= 1 ? [] : [$"programs is {Programs}; it must be at least 1"];
}
