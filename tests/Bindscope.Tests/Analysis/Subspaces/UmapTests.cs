using System.Text.Json;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Subspaces.Maps.Umap;
using Bindscope.Programs.Generation;
using Bindscope.Tests.Code;

namespace Bindscope.Tests.Analysis.Subspaces;

/// <summary>Against umap-learn on fixed points: tests/fixtures/umap, with the script that wrote it.</summary>
public sealed class UmapTests
{
    private static readonly Expected Fixture = JsonSerializer.Deserialize<Expected>(
        File.ReadAllText(Path.Combine(Sources.Root, "tests/fixtures/umap/umap.json")), JsonSerializerOptions.Web)!;

    private static Features Points => new(Fixture.Points, Fixture.Width);

    [Fact]
    public void ScalesAreUmapLearns()
    {
        (double[] scales, double[] closest) = UmapGraph.Scales(UmapGraph.Nearest(Points, Fixture.Neighbours).Distances);

        Assert.All(scales.Zip(Fixture.Sigmas), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
        Assert.All(closest.Zip(Fixture.Rhos), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void TheGraphIsUmapLearns()
    {
        UmapGraph graph = UmapGraph.Of(Points, Fixture.Neighbours);
        var expected = Fixture.Edges.ToDictionary(edge => ((int)edge[0], (int)edge[1]), edge => edge[2]);

        Assert.Equal(expected.Count, graph.Edges.Length);
        Assert.All(graph.Edges, edge => Assert.Equal(expected[(edge.From, edge.To)], edge.Weight, 1e-3));
    }

    [Fact]
    public void TheCurveIsUmapLearns()
    {
        UmapCurve curve = UmapCurve.For(0.1);

        Assert.Equal((Fixture.A, Fixture.B), (curve.A, curve.B), new Near(1e-4));
    }

    [Fact]
    public void TrustworthinessIsScikitLearns() =>
        Assert.Equal(Fixture.PlaneTrustworthiness, Trustworthiness.Of(Points, new Features(Fixture.Plane, 2), 10), 1e-9);

    [Fact]
    public void TheLayoutIsAsTrustworthyAndTheSameAgain()
    {
        UmapGraph graph = UmapGraph.Of(Points, Fixture.Neighbours);
        Features map = UmapLayout.Of(graph, new Features(Fixture.Plane, 2), UmapCurve.For(0.1), new Seed(1));

        Assert.InRange(Trustworthiness.Of(Points, map, 10), Fixture.Trustworthiness - 0.03, 1);
        Assert.True(Trustworthiness.Of(Points, map, 10) > Fixture.PlaneTrustworthiness + 0.03);
        Assert.Equal(map.Values, UmapLayout.Of(graph, new Features(Fixture.Plane, 2), UmapCurve.For(0.1), new Seed(1)).Values);
        Assert.All(map.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void EqualPointsStayFinite()
    {
        var same = new Features([.. Enumerable.Repeat(1.0, 60)], 3);
        Features map = UmapLayout.Of(UmapGraph.Of(same, 5), new Features([.. Enumerable.Repeat(0.0, 40)], 2), UmapCurve.For(0.1), new Seed(1));

        Assert.All(map.Values, value => Assert.True(double.IsFinite(value)));
    }

    private sealed record Expected(
        int Neighbours,
        int Width,
        double[] Points,
        double[] Sigmas,
        double[] Rhos,
        double[][] Edges,
        double A,
        double B,
        double Trustworthiness,
        double[] Plane,
        double PlaneTrustworthiness);

    private sealed class Near(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) one, (double, double) other) =>
            Math.Abs(one.Item1 - other.Item1) <= tolerance && Math.Abs(one.Item2 - other.Item2) <= tolerance;

        public int GetHashCode((double, double) value) => 0;
    }
}
