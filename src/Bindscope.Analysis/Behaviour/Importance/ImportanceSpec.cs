namespace Bindscope.Analysis.Behaviour.Importance;

/// <summary>How the features' importance is measured.</summary>
/// <param name="Programs">The first programs of the test set, 100 or more; half of them are learned from.</param>
/// <param name="Permutations">Times that each feature is shuffled, 1 or more.</param>
/// <param name="Penalty">Square (L2) penalty of the regression, above 0.</param>
/// <param name="Seed">Draws the shuffles.</param>
public sealed record ImportanceSpec(int Programs = 4000, int Permutations = 10, double Penalty = 1e-3, ulong Seed = 1)
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "importance";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        if (Programs < 100)
        {
            problems.Add($"programs is {Programs}; it must be at least 100");
        }

        if (Permutations < 1)
        {
            problems.Add($"permutations is {Permutations}; it must be at least 1");
        }

        if (!(Penalty > 0) || !double.IsFinite(Penalty))
        {
            problems.Add(FormattableString.Invariant($"penalty is {Penalty}; it must be above 0"));
        }

        return problems;
    }
}
