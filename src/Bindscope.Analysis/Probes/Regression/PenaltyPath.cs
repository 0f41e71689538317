using System.Collections.Immutable;
using Bindscope.Errors;

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

/// <summary>Why a fit would mean nothing, said before it is tried.</summary>
internal static class FitProblems
{
    private const int SamplesPerClass = 10;
    private const int SamplesPerFeature = 3;

    /// <summary>Samples that a fit needs: ten for each class, and three for each feature.</summary>
    internal static int Needed(int classes, int width) => Math.Max(SamplesPerClass * classes, SamplesPerFeature * width);

    /// <summary>Refuses a fit on too few samples.</summary>
    /// <param name="what">What is fitted, such as <c>the digit classifier</c>.</param>
    /// <param name="samples">Samples that there are.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="width">Features.</param>
    /// <exception cref="UserException">There are too few.</exception>
    internal static void RequireSamples(string what, int samples, int classes, int width)
    {
        if (samples < Needed(classes, width))
        {
            throw new UserException(
                $"{what} has {samples} tokens to learn from; {classes} classes and {width} features need at least {Needed(classes, width)}",
                "give more programs with --fit-programs");
        }
    }

    /// <summary>Refuses a fit that never sees some class.</summary>
    /// <param name="what">What is fitted.</param>
    /// <param name="labels">Its labels, of one group.</param>
    /// <param name="name">A class in words.</param>
    /// <exception cref="UserException">A class is missing.</exception>
    internal static void RequireClasses(string what, ClassLabels labels, Func<int, string> name)
    {
        int[] missing = [.. Enumerable.Range(0, labels.Classes).Except(labels.Values)];
        if (missing.Length > 0)
        {
            throw new UserException(
                $"{what} never sees {string.Join(", ", missing.Select(name))} among its {labels.Samples} tokens",
                "give more programs with --fit-programs");
        }
    }
}
