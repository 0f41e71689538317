using System.Globalization;

namespace Bindscope.Analysis.Behaviour;

/// <summary>Which behaviour is measured.</summary>
/// <param name="Checkpoint">A checkpoint's step; null for all checkpoints, with what changes between them.</param>
/// <param name="Programs">The first programs of the test set, 2 or more; fewer where the test set has no more.</param>
public sealed record BehaviourSpec(int? Checkpoint = null, int Programs = 4000)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns><c>behaviour</c>, or with the step of the one checkpoint.</returns>
    public string FolderName() => Checkpoint is { } step ? "behaviour-" + step.ToString("D6", CultureInfo.InvariantCulture) : "behaviour";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() => Programs >= 2 ? [] : [$"programs is {Programs}; it must be at least 2"];
}
