namespace Bindscope.Analysis.Probes;

/// <summary>Which probes are wanted.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="FitPrograms">Programs of the test set that the probes learn from, 1 or more; all lines of each are used.</param>
/// <param name="TestPrograms">Other programs of the test set, on which the probes are measured, 2 or more.</param>
/// <param name="Seed">Draws the control tasks.</param>
/// <param name="Penalty">Square (L2) penalty of the probes, above 0.</param>
/// <param name="Tolerance">Relative duality gap at which a probe has converged, above 0.</param>
public sealed record ProbeSpec(
    int Checkpoint, int FitPrograms = 1_000, int TestPrograms = 500, ulong Seed = 1, double Penalty = 1e-3, double Tolerance = 1e-3)
{
    /// <summary>The name of the analysis's folder.</summary>
    /// <returns>Such as <c>probes-030000</c>.</returns>
    public string FolderName() => FormattableString.Invariant($"probes-{Checkpoint:D6}");

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        if (FitPrograms < 1)
        {
            problems.Add($"fitPrograms is {FitPrograms}; it must be at least 1");
        }

        if (TestPrograms < 2)
        {
            problems.Add($"testPrograms is {TestPrograms}; it must be at least 2");
        }

        if (!(Penalty > 0) || !double.IsFinite(Penalty))
        {
            problems.Add(FormattableString.Invariant($"penalty is {Penalty}; it must be above 0"));
        }

        if (!(Tolerance > 0))
        {
            problems.Add(FormattableString.Invariant($"tolerance is {Tolerance}; it must be above 0"));
        }

        return problems;
    }
}
