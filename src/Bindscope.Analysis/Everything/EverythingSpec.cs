namespace Bindscope.Analysis.Everything;

/// <summary>How large the analyses of a run are to be when all are done.</summary>
/// <param name="Programs">Programs of each group in sweeps, 1 or more; 0 to choose by the size of the model and to keep
/// what was computed with other settings.</param>
public sealed record EverythingSpec(int Programs = 0)
{
    /// <summary>The name of the folder that holds the costs.</summary>
    public const string FolderName = "all";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() => Programs >= 0 ? [] : [$"programs is {Programs}; it must be at least 0"];
}
