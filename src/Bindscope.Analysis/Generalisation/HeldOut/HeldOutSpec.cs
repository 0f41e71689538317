namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>On how many programs held-out combinations are tried.</summary>
/// <param name="Programs">The first programs of the test set, 2 or more; fewer where the test set has no more.</param>
public sealed record HeldOutSpec(int Programs = 4000)
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "held-out";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() => Programs >= 2 ? [] : [$"programs is {Programs}; it must be at least 2"];
}
