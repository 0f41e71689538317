using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Seeds;

/// <summary>Sums steps of several runs up. Steps vary by factors, so means and intervals are of their logarithms.</summary>
internal static class LogarithmicSpread
{
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
            : Student.Quantile(known.Length - 1) * Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (known.Length - 1) / known.Length);
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
}
