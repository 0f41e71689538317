using Bindscope.Errors;

namespace Bindscope.Analysis.Probes.Regression;

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
