namespace Bindscope.Analysis.LogitLens.Tuned;

/// <summary>How tuned lenses are trained.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="FitPrograms">Programs of the test set to learn from, 50 or more.</param>
/// <param name="TestPrograms">Others, on which everything is measured, 20 or more.</param>
/// <param name="Steps">Gradient steps, 10 or more.</param>
/// <param name="Penalty">Square penalty of the distance from the identity, 0 or more.</param>
public sealed record TunedLensSpec(
    int Checkpoint, int FitPrograms = 2000, int TestPrograms = 1000, int Steps = 400, double Penalty = 1e-3)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>tuned-lens-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"tuned-lens-{Checkpoint:D6}");

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        foreach ((string name, int value, int least) in new[]
        {
            ("fitPrograms", FitPrograms, 50), ("testPrograms", TestPrograms, 20), ("steps", Steps, 10),
        })
        {
            if (value < least)
            {
                problems.Add($"{name} is {value}; it must be at least {least}");
            }
        }

        if (!(Penalty >= 0) || !double.IsFinite(Penalty))
        {
            problems.Add(FormattableString.Invariant($"penalty is {Penalty}; it must be at least 0"));
        }

        return problems;
    }
}
