using Bindscope.Analysis.LearningTime;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Tests.Analysis.LearningTime;

/// <summary>Tables that each law made are told apart where there are runs enough, and called undecided where there are not.</summary>
public sealed class DepthLawTests
{
    private static readonly int[] Layers = [2, 3, 4, 5, 6, 8];

    [Theory]
    [InlineData(DepthVerdict.Linear)]
    [InlineData(DepthVerdict.LogHops)]
    [InlineData(DepthVerdict.Doubling)]
    public void TheLawThatMadeTheRunsIsFound(DepthVerdict law)
    {
        RandomStream random = new Seed(5).Split((int)law).Stream();
        DepthLaws found = DepthLaws.Of(Runs(Layers, 4, 100, 0.1, Hops(law), ref random));
        Assert.Equal((24, law), (found.Runs, found.Verdict));
        Assert.Equal(
            law switch
            {
                DepthVerdict.Linear => [DepthLawKind.Linear],
                DepthVerdict.LogHops => [DepthLawKind.LogHops],
                _ => [DepthLawKind.LogHops, DepthLawKind.Doubling],
            },
            found.Laws.Where(one => one.IsKept).Select(one => one.Kind));
        (DepthLawKind kind, double rate) = law switch
        {
            DepthVerdict.Linear => (DepthLawKind.Linear, 3.0),
            DepthVerdict.LogHops => (DepthLawKind.LogHops, 1.45),
            _ => (DepthLawKind.LogHops, 2.0),
        };
        DepthLaw fitted = found.Laws.Single(one => one.Kind == kind);
        Assert.True(fitted.Low <= rate && rate <= fitted.High, $"{fitted}");
        Assert.InRange(fitted.Scatter, 1.03, 1.25);
    }

    /// <summary>Models that follow all that they are asked say that they are as deep at least, and so the law is still found.</summary>
    [Fact]
    public void RunsThatFollowAllHopsAreBounds()
    {
        RandomStream random = new Seed(6).Stream();
        DepthPoint[] runs = Runs(Layers, 4, 20, 0.1, Hops(DepthVerdict.Doubling), ref random);
        DepthLaws found = DepthLaws.Of(runs);
        Assert.Equal(runs.Count(run => run.Hops == 20), found.Bounds);
        Assert.InRange(found.Bounds, 4, 8);
        Assert.Equal(DepthVerdict.Doubling, found.Verdict);
        Assert.InRange(found.Laws.Single(one => one.Kind == DepthLawKind.LogHops).Most, 40, 100);
        DepthLaws asIf = DepthLaws.Of([.. runs.Select(run => run with { Asked = 100 })]);
        Assert.Equal(0, asIf.Bounds);
        Assert.NotEqual(DepthVerdict.Doubling, asIf.Verdict);
    }

    [Fact]
    public void FewRunsOrMuchNoiseDecideNothing()
    {
        RandomStream random = new Seed(7).Stream();
        Assert.Equal(DepthVerdict.Undecided, DepthLaws.Of([new(2, 1, 16), new(3, 2, 16), new(4, 4, 16), new(4, 4, 16)]).Verdict);
        Assert.Equal(DepthVerdict.Undecided, DepthLaws.Of(Runs([3, 4, 5], 2, 100, 0.1, Hops(DepthVerdict.Linear), ref random)).Verdict);
        Assert.Equal(DepthVerdict.Undecided, DepthLaws.Of(Runs(Layers, 2, 100, 1, Hops(DepthVerdict.Doubling), ref random)).Verdict);
    }

    /// <summary>Two numbers pass through two runs: an interval would have no width, which claims more than they know.</summary>
    [Fact]
    public void TwoRunsThatAreNoBoundsGiveNoInterval()
    {
        DepthLaw[] laws = [.. DepthLaws.Of([new(2, 1, 6), new(3, 2, 6), new(4, 6, 6), new(5, 6, 6)]).Laws];
        Assert.Equal(3, laws.Length);
        Assert.All(laws, law => Assert.True(law is { Low: null, High: null }));
        Assert.NotNull(DepthLaws.Of([new(2, 1, 6), new(3, 2, 6), new(4, 5, 6), new(5, 6, 6)]).Laws[0].Low);
    }

    [Fact]
    public void ThereIsNoLawWithoutRunsOfSeveralDepths()
    {
        Assert.StartsWith("3 runs are too few", None(new(2, 1, 8), new(3, 2, 8), new(4, 4, 8)), StringComparison.Ordinal);
        Assert.StartsWith("the runs have 2 numbers of layers", None(new(2, 1, 8), new(3, 2, 8), new(3, 4, 8), new(3, 4, 8)), StringComparison.Ordinal);
        Assert.StartsWith("with 1 of the numbers of layers", None(new(2, 1, 2), new(3, 2, 2), new(4, 2, 2), new(5, 2, 2)), StringComparison.Ordinal);

        static string None(params DepthPoint[] points)
        {
            DepthLaws laws = DepthLaws.Of(points);
            Assert.Equal(DepthVerdict.NoLaw, laws.Verdict);
            Assert.Empty(laws.Laws);
            return laws.Reason!;
        }
    }

    /// <summary>Of forty tables that each law made, with two runs at a number of layers, at most one in eight refuses the law.</summary>
    [Theory]
    [InlineData(DepthVerdict.Linear, DepthLawKind.Linear)]
    [InlineData(DepthVerdict.LogHops, DepthLawKind.LogHops)]
    [InlineData(DepthVerdict.Doubling, DepthLawKind.Doubling)]
    public void TheTrueLawIsSeldomRefused(DepthVerdict law, DepthLawKind kind)
    {
        RandomStream random = new Seed(8).Split((int)law).Stream();
        int refused = 0;
        for (int table = 0; table < 40; table++)
        {
            DepthLaws found = DepthLaws.Of(Runs([2, 3, 4, 6, 8], 2, 40, 0.2, Hops(law), ref random));
            refused += found.Laws.Single(one => one.Kind == kind).IsKept ? 0 : 1;
        }

        Assert.InRange(refused, 0, 5);
    }

    private static Func<int, double> Hops(DepthVerdict law) => law switch
    {
        DepthVerdict.Linear => layers => 2 + (3 * (layers - 2)),
        DepthVerdict.LogHops => layers => 2.5 * Math.Pow(1.45, layers - 2),
        _ => layers => Math.Pow(2, layers - 2) * 1.0001,
    };

    private static DepthPoint[] Runs(int[] layers, int each, int asked, double scatter, Func<int, double> hops, ref RandomStream random)
    {
        var points = new List<DepthPoint>();
        foreach (int layer in layers.SelectMany(layer => Enumerable.Repeat(layer, each)))
        {
            double depth = hops(layer) * Math.Exp(scatter * Normal.Draw(random.NextDouble(), random.NextDouble()));
            points.Add(new DepthPoint(layer, (int)Math.Min(asked, depth), asked));
        }

        return [.. points];
    }
}
