namespace Bindscope.Analysis.Seeds;

/// <summary>Sums steps of several runs up. Steps vary by factors, so means and intervals are of their logarithms.</summary>
internal static class LogarithmicSpread
{
    /// <summary>97.5 % quantiles of Student's t for 1 to 30 degrees of freedom.</summary>
    private static readonly double[] Student =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    internal static BoundarySpread Of(Boundary boundary, IReadOnlyList<long?> steps)
    {
        long[] known = [.. steps.OfType<long>().Order()];
        if (known.Length == 0)
        {
            return new BoundarySpread(boundary, 0, steps.Count, null, null, null, null, null, null);
        }

        // Step 0 has no logarithm, and nothing is learned before step 1.
        double[] logs = [.. known.Select(step => Math.Log(Math.Max(1, step)))];
        double mean = logs.Average();
        double half = known.Length == 1
            ? double.NaN
            : Quantile(known.Length - 1) * Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (known.Length - 1) / known.Length);
        return new BoundarySpread(
            boundary,
            known.Length,
            steps.Count,
            known[0],
            (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2.0,
            known[^1],
            Math.Exp(mean),
            double.IsNaN(half) ? null : Math.Exp(mean - half),
            double.IsNaN(half) ? null : Math.Exp(mean + half));
    }

    /// <summary>Beyond the table, the quantile's expansion in one over the degrees of freedom, right to three decimals.</summary>
    private static double Quantile(int degrees) => degrees <= Student.Length ? Student[degrees - 1] : 1.960 + (2.372 / degrees);
}
