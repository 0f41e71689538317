namespace Bindscope.Analysis.Circuits;

/// <summary>Circuits of rising size, as the MIB benchmark judges them (A. Mueller et al., 2025).</summary>
internal static class CircuitCurve
{
    private static readonly double[] Shares = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

    /// <summary>The sizes: one edge at least.</summary>
    /// <param name="all">Edges of the graph.</param>
    internal static IEnumerable<(double Share, int Edges)> Sizes(int all) =>
        Shares.Select(share => (share, Math.Max(1, (int)Math.Round(share * all))));

    /// <summary>CPR: the area under f.</summary>
    internal static double Performance(IEnumerable<CircuitSize> sizes, int all) => Area(sizes, all, f => f);

    /// <summary>CMD: the area of |1 - f|.</summary>
    internal static double Distance(IEnumerable<CircuitSize> sizes, int all) => Area(sizes, all, f => Math.Abs(1 - f));

    /// <summary>By trapezoids, from no edge (f = 0) to all (f = 1).</summary>
    private static double Area(IEnumerable<CircuitSize> sizes, int all, Func<double, double> height)
    {
        (double Share, double Height)[] points =
        [
            (0, height(0)), .. sizes.Select(size => ((double)size.Edges / all, height(size.Faithfulness.Value))), (1, height(1)),
        ];
        return points.Zip(points.Skip(1), (a, b) => (b.Share - a.Share) * (a.Height + b.Height) / 2).Sum();
    }
}
