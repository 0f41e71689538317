using System.Collections.Immutable;

namespace Bindscope.Analysis.Probes.Regression;

/// <summary>Fits with ever smaller L1 penalties, each starting from the one before it.</summary>
internal static class PenaltyPath
{
    private const int Bisections = 14;

    /// <summary>The whole path, from the penalty that removes everything downwards.</summary>
    /// <param name="problem">Samples and labels.</param>
    /// <param name="points">Penalties, 2 or more, in equal ratios.</param>
    /// <param name="ratio">The last penalty as a share of the first.</param>
    /// <param name="options">When each fit stops.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <param name="enough">Features with which the path may end early.</param>
    internal static ImmutableArray<SoftmaxFit> Fit(
        SoftmaxProblem problem,
        int points,
        double ratio,
        FitOptions options,
        CancellationToken cancellation,
        int enough = int.MaxValue)
    {
        double largest = problem.LargestPenalty();
        var fits = ImmutableArray.CreateBuilder<SoftmaxFit>(points);
        for (int point = 0; point < points && (point == 0 || fits[^1].Kept.Length < enough); point++)
        {
            double penalty = largest * Math.Pow(ratio, (double)point / (points - 1));
            fits.Add(SoftmaxRegression.Fit(
                problem, new Penalty(penalty), options, point == 0 ? null : fits[^1], cancellation));
        }

        return fits.ToImmutable();
    }

    /// <summary>The largest penalty that keeps a number of features, between two points of a path by bisection.</summary>
    /// <param name="problem">Samples and labels.</param>
    /// <param name="path">A path.</param>
    /// <param name="count">Features wanted, 1 or more.</param>
    /// <param name="options">When each fit stops.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <returns>
    /// A fit that keeps as many; where several enter at once, the one with the fewest more; null where even the last keeps fewer.
    /// </returns>
    internal static SoftmaxFit? Keeping(
        SoftmaxProblem problem, ImmutableArray<SoftmaxFit> path, int count, FitOptions options, CancellationToken cancellation)
    {
        int enough = path.TakeWhile(fit => fit.Kept.Length < count).Count();
        if (enough == path.Length)
        {
            return null;
        }

        SoftmaxFit few = path[Math.Max(0, enough - 1)];
        SoftmaxFit many = path[enough];
        for (int i = 0; i < Bisections && many.Kept.Length > count; i++)
        {
            double penalty = Math.Sqrt(few.Penalty.Absolute * many.Penalty.Absolute);
            SoftmaxFit middle = SoftmaxRegression.Fit(problem, new Penalty(penalty), options, few, cancellation);
            (few, many) = middle.Kept.Length < count ? (middle, many) : (few, middle);
        }

        return many;
    }
}
