namespace Bindscope.Analysis.ProgramSample;

/// <summary>Which test programs are shown with every checkpoint's answer.</summary>
/// <param name="Random">Programs drawn from the test set, 1 or more.</param>
/// <param name="Extreme">Programs that were learned first, and as many that were learned last or not at all, 0 or more.</param>
/// <param name="Seed">Draws the random ones.</param>
public sealed record ProgramsSpec(int Random = 200, int Extreme = 50, ulong Seed = 1)
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "programs";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated() =>
        Random >= 1 && Extreme >= 0 ? [] : [$"random is {Random} and extreme {Extreme}; they must be at least 1 and 0"];
}
