using System.Globalization;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>On what symbols in unseen roles are tried.</summary>
/// <param name="Checkpoint">A checkpoint's step; null for all checkpoints, with when each role becomes right.</param>
/// <param name="Programs">The first programs of the test set, 2 or more; fewer where the test set has no more. Each makes at most one pair a role.</param>
public sealed record UnseenSpec(int? Checkpoint = null, int Programs = 4000)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns><c>unseen-roles</c>, or with the step of the one checkpoint.</returns>
    public string FolderName() =>
        Checkpoint is { } step ? "unseen-roles-" + step.ToString("D6", CultureInfo.InvariantCulture) : "unseen-roles";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() => Programs >= 2 ? [] : [$"programs is {Programs}; it must be at least 2"];
}
