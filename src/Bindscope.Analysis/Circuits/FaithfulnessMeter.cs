using Bindscope.Analysis.Results;
using Bindscope.Interventions.Graphs;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Circuits;

/// <summary>Measures what circuits do on one set of programs: f = (m(C) - m(none)) / (m(all) - m(none)).</summary>
internal sealed class FaithfulnessMeter
{
    /// <summary>How far from 1 the f of a faithful circuit may be.</summary>
    internal const double Tolerance = 0.1;

    private readonly Transformer model;
    private readonly EdgeGraph graph;
    private readonly EdgePairs pairs;
    private readonly Work work;
    private readonly Bootstrap bootstrap;
    private readonly double[] none;
    private readonly double[] gaps;

    /// <summary>Runs base and source rows.</summary>
    internal FaithfulnessMeter(Transformer model, EdgeGraph graph, EdgePairs pairs, Work work)
    {
        (this.model, this.graph, this.pairs, this.work) = (model, graph, pairs, work);
        bootstrap = Bootstraps.Of(pairs.Count);
        double[][] ends = CircuitRuns.Differences(
            model, graph, pairs, [new bool[graph.Edges.Length], [.. graph.Edges.Select(_ => true)]], work.Workers, work.Cancellation);
        none = ends[0];
        gaps = [.. ends[1].Zip(none, (all, empty) => all - empty)];
        Gap = bootstrap.Mean(gaps);
    }

    /// <summary>m(all) - m(none).</summary>
    internal Estimate Gap { get; }

    /// <summary>f of each circuit.</summary>
    internal Estimate[] Of(IReadOnlyList<bool[]> circuits) => [.. Gains(circuits).Select(Ratio)];

    /// <summary>f of one circuit.</summary>
    internal Estimate Of(bool[] circuit) => Of([circuit])[0];

    /// <summary>The mean f of several circuits.</summary>
    internal Estimate MeanOf(IReadOnlyList<bool[]> circuits)
    {
        double[][] gains = Gains(circuits);
        return Ratio([.. Enumerable.Range(0, pairs.Count).Select(row => gains.Average(gain => gain[row]))]);
    }

    /// <summary>By how much each circuit's f is below that of a first one, on the same programs.</summary>
    internal Estimate[] Losses(bool[] first, IReadOnlyList<bool[]> circuits)
    {
        double[][] gains = Gains([first, .. circuits]);
        return [.. gains.Skip(1).Select(gain => Ratio([.. gain.Zip(gains[0], (less, whole) => whole - less)]))];
    }

    /// <summary>Whether a circuit does what the whole model does.</summary>
    internal static bool IsFaithful(Estimate faithfulness) => Math.Abs(1 - faithfulness.Value) <= Tolerance;

    /// <summary>m(C) - m(none), [circuits][rows].</summary>
    private double[][] Gains(IReadOnlyList<bool[]> circuits) =>
    [
        .. CircuitRuns.Differences(model, graph, pairs, circuits, work.Workers, work.Cancellation)
            .Select(measured => measured.Zip(none, (one, empty) => one - empty).ToArray()),
    ];

    /// <summary>A ratio of means.</summary>
    private Estimate Ratio(double[] gains) => bootstrap.Mean(gains, gaps);
}

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
