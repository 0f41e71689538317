using System.Collections.Immutable;

namespace Bindscope.Analysis.LearningTime;

/// <summary>How the hops that a model can follow may depend on its layers.</summary>
public enum DepthLawKind
{
    /// <summary>As many more with each layer: hops = a + b * layers.</summary>
    Linear,

    /// <summary>As many times more with each layer, so that layers go with the logarithm of hops: hops = a * b ^ layers.</summary>
    LogHops,

    /// <summary>Twice as many with each layer, from 1 with two layers: hops = 2 ^ (layers - 2). A case of <see cref="LogHops"/>.</summary>
    Doubling,
}

/// <summary>Which of the three laws the runs speak for.</summary>
public enum DepthVerdict
{
    /// <summary>There are too few runs to fit a law to.</summary>
    NoLaw,

    /// <summary>The runs refuse neither the linear law nor the other two.</summary>
    Undecided,

    /// <summary>The linear law alone is not refused.</summary>
    Linear,

    /// <summary>Layers go with the logarithm of hops, and not by doubling.</summary>
    LogHops,

    /// <summary>The linear law is refused and doubling is not; it is a case of the law that is left beside it.</summary>
    Doubling,

    /// <summary>Each law is refused for another.</summary>
    None,
}

/// <summary>One law of the deepest hops over layers, fitted.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Least">The hops that it gives to the fewest layers among the runs.</param>
/// <param name="Most">The hops that it gives to the most layers.</param>
/// <param name="PerLayer">Hops more with each layer where it is linear, else the factor.</param>
/// <param name="Low">Lower end of its 95 % interval; null where the law has no free number, and where fewer than three runs do not follow all that
/// they were asked.</param>
/// <param name="High">Upper end.</param>
/// <param name="Scatter">The factor by which runs scatter about it: the exponential of one standard deviation.</param>
/// <param name="LogLikelihood">The logarithm of what the runs' deepest hops are worth under it.</param>
/// <param name="P">How often runs made by this law would speak as clearly for another one.</param>
public sealed record DepthLaw(
    DepthLawKind Kind, double Least, double Most, double PerLayer, double? Low, double? High, double Scatter, double LogLikelihood, double P)
{
    internal const double Refused = 0.05;

    /// <summary>Whether the runs do not refuse it.</summary>
    public bool IsKept => P >= Refused;
}

/// <summary>The deepest hops that models can follow, by their layers: three laws, and which of them the runs refuse.</summary>
/// <param name="Runs">Runs that they are fitted to.</param>
/// <param name="Bounds">Those among them that follow every number of hops which they were asked: they may follow more.</param>
/// <param name="Laws">The laws; empty where there is none, for which <paramref name="Reason"/> says why.</param>
/// <param name="Verdict">What they say together.</param>
/// <param name="Reason">Why there is no law.</param>
public sealed record DepthLaws(int Runs, int Bounds, ImmutableArray<DepthLaw> Laws, DepthVerdict Verdict, string? Reason)
{
    private const int LeastValues = 3;
    private const int LeastRuns = 4;

    internal static DepthLaws Of(DepthPoint[] points)
    {
        int bounds = points.Count(point => point.IsBound);
        int values = points.Select(point => point.Layers).Distinct().Count();
        int open = points.Where(point => !point.IsBound).Select(point => point.Layers).Distinct().Count();
        string? reason = points.Length < LeastRuns
            ? FormattableString.Invariant($"{points.Length} runs are too few to tell laws apart, which needs {LeastRuns}")
            : values < LeastValues ? FormattableString.Invariant($"the runs have {values} numbers of layers, and laws come apart from {LeastValues} on")
            : open < 2 ? FormattableString.Invariant(
                $"with {open} of the numbers of layers some run does not follow all hops that it is asked, and a law needs 2: train with more hops")
            : null;
        if (reason is not null)
        {
            return new DepthLaws(points.Length, bounds, [], DepthVerdict.NoLaw, reason);
        }

        ImmutableArray<DepthLaw> laws = DepthFit.All(points);
        return new DepthLaws(points.Length, bounds, laws, Judge([.. laws.Where(law => law.IsKept).Select(law => law.Kind)]), null);
    }

    private static DepthVerdict Judge(DepthLawKind[] kept) => (kept.Contains(DepthLawKind.Linear), kept.Length) switch
    {
        (_, 0) => DepthVerdict.None,
        (true, 1) => DepthVerdict.Linear,
        (true, _) => DepthVerdict.Undecided,
        _ => kept.Contains(DepthLawKind.Doubling) ? DepthVerdict.Doubling : DepthVerdict.LogHops,
    };
}
