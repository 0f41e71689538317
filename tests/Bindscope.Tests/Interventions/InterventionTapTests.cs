using System.Collections.Immutable;
using Bindscope.Interventions;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Tests.Model;

namespace Bindscope.Tests.Interventions;

/// <summary>What the plain tap does to each vector, against loops over doubles.</summary>
public sealed class InterventionTapTests
{
    private const int Rows = 3;
    private const int Length = 9;

    private static readonly ModelSpec Spec = Samples.Spec();
    private static readonly ImmutableArray<ImmutableArray<int>> At = [[2, 7], [], [5]];
    private static readonly ImmutableArray<ImmutableArray<int>> From = [[3, 7], [], [6]];

    public static TheoryData<SiteKind> Kinds { get; } = new(SiteKinds.All);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EachInterventionDoesWhatItSays(SiteKind kind)
    {
        int width = SiteVectors.Width(kind, Spec, Length);
        var place = new Place(
            kind, kind == SiteKind.Logits ? [] : [2], new TokenPositions.PerRow(At), SiteVectors.HasHeads(kind) ? [2] : []);
        ImmutableArray<float> vector = [.. Enumerable.Range(0, width).Select(i => 0.1f * i)];
        var mean = new SiteMean(kind == SiteKind.Logits ? 0 : 2, SiteVectors.HasHeads(kind) ? 2 : 0, vector);
        Check(new Intervention.Patch(place), (_, same, _) => same);
        Check(new Intervention.Patch(place, new TokenPositions.PerRow(From)), (_, _, moved) => moved);
        Check(new Intervention.ReplaceWith(place, vector), (_, _, _) => Doubles(vector));
        Check(new Intervention.Mean(place, [mean]), (_, _, _) => Doubles(vector));
        Check(new Intervention.Zero(place), (before, _, _) => new double[before.Length]);
        Check(new Intervention.Add(place, vector, 2), (before, _, _) => Sum(before, Doubles(vector), 2));
        if (SiteVectors.IsOverKeys(kind))
        {
            return;
        }

        var line = new Subspace([[.. Enumerable.Range(0, width).Select(i => i == 1 ? 1f : 0f)]]);
        Check(new Intervention.Project(place, line, KeptPart.Inside), (before, _, _) => [.. before.Select((x, i) => i == 1 ? x : 0)]);
        Check(new Intervention.Project(place, line, KeptPart.Outside), (before, _, _) => [.. before.Select((x, i) => i == 1 ? 0 : x)]);
        Check(new Intervention.SwapSubspace(place, line), (before, same, _) => [.. before.Select((x, i) => i == 1 ? same[i] : x)]);
    }

    [Fact]
    public void CutEdgesAreZeroAndTheRestIsLeftOrRescaled()
    {
        var place = new EdgePlace([1], [1], new TokenEdges.PerRow([[new(6, 0), new(6, 4)], [], [new(0, 0)]]));
        foreach (RestOfPattern rest in Enum.GetValues<RestOfPattern>())
        {
            (double[] before, double[] after, _) = Values(new Intervention.CutEdges(place, rest), new Site(SiteKind.AttentionPattern, 1));
            double left = 1 - before[Cell(0, 6, 0)] - before[Cell(0, 6, 4)];
            double factor = rest == RestOfPattern.Rescaled ? 1 / left : 1;
            Expect(before, after, Cell, (row, query, key) => (row, query, key) switch
            {
                (0, 6, 0) or (0, 6, 4) or (2, 0, 0) => 0,
                (0, 6, _) => before[Cell(row, query, key)] * factor,
                _ => before[Cell(row, query, key)],
            });
        }
    }

    [Fact]
    public void PatchedEdgesAreTheSourcesAndTheRestIsLeftOrRescaled()
    {
        var place = new EdgePlace([2], [1], new TokenEdges.Same([new(6, 3), new(6, 5)]));
        foreach (RestOfPattern rest in Enum.GetValues<RestOfPattern>())
        {
            (double[] before, double[] after, double[] source) =
                Values(new Intervention.PatchEdges(place, rest), new Site(SiteKind.AttentionPattern, 2));
            Expect(before, after, Cell, (row, query, key) =>
            {
                double put = source[Cell(row, 6, 3)] + source[Cell(row, 6, 5)];
                double left = 1 - before[Cell(row, 6, 3)] - before[Cell(row, 6, 5)];
                double factor = rest == RestOfPattern.Rescaled ? (1 - put) / left : 1;
                int cell = Cell(row, query, key);
                return query != 6 ? before[cell] : key is 3 or 5 ? source[cell] : before[cell] * factor;
            });
        }
    }

    [Fact]
    public void WhatAQueryDoesNotSeeStaysUnseen()
    {
        var place = new Place(SiteKind.AttentionScores, [1], TokenPositions.At(4));
        (_, double[] after, _) = Values(new Intervention.Zero(place), new Site(SiteKind.AttentionScores, 1));
        for (int key = 0; key < Length; key++)
        {
            Assert.Equal(key <= 4 ? 0 : double.NegativeInfinity, after[Cell(1, 4, key)]);
        }
    }

    [Fact]
    public void MeansAreOverRowsAndPositions()
    {
        Transformer model = Samples.Model(Spec, 3);
        var place = new Place(SiteKind.AttentionZ, [2], new TokenPositions.PerRow(At), [1]);
        SiteMean mean = Assert.Single(
            SiteMeans.Over(model, new TokenRows(Tokens(1)), place, TestContext.Current.CancellationToken));
        Assert.Equal((2, 1), (mean.Layer, mean.Head));
        (double[] value, _, _) = Values(new Intervention.Zero(place), new Site(SiteKind.AttentionZ, 2));
        for (int i = 0; i < Spec.HeadWidth; i++)
        {
            double expected = new[] { (0, 2), (0, 7), (2, 5) }
                .Average(token => value[SiteVectors.Start(SiteKind.AttentionZ, Spec, Length, token.Item1, token.Item2, 0) + i]);
            Assert.Equal(expected, mean.Vector[i], 1e-5);
        }
    }

    private static int Cell(int row, int query, int key) =>
        SiteVectors.Start(SiteKind.AttentionPattern, Spec, Length, row, query, 0) + key;

    private static void Expect(double[] before, double[] after, Func<int, int, int, int> cell, Func<int, int, int, double> expected)
    {
        Assert.Equal(before.Length, after.Length);
        for (int row = 0; row < Rows; row++)
        {
            for (int query = 0; query < Length; query++)
            {
                for (int key = 0; key <= query; key++)
                {
                    Assert.Equal(expected(row, query, key), after[cell(row, query, key)], 1e-5);
                }
            }
        }
    }

    private static void Check(Intervention intervention, Func<double[], double[], double[], double[]> expected)
    {
        Site site = Slots.SitesOf(intervention, Spec).Single();
        (double[] before, double[] after, double[] source) = Values(intervention, site);
        double[] wanted = [.. before];
        int width = SiteVectors.Width(site.Kind, Spec, Length);
        int head = SiteVectors.HasHeads(site.Kind) ? 1 : 0;
        for (int row = 0; row < Rows; row++)
        {
            foreach ((int to, int from) in At[row].Zip(From[row]))
            {
                int start = SiteVectors.Start(site.Kind, Spec, Length, row, to, head);
                int origin = SiteVectors.Start(site.Kind, Spec, Length, row, from, head);
                double[] vector = expected(before[start..(start + width)], source[start..(start + width)], source[origin..(origin + width)]);
                int seen = SiteVectors.IsOverKeys(site.Kind) ? to + 1 : width;
                vector[..seen].CopyTo(wanted, start);
            }
        }

        Samples.Agree(wanted, after, $"{intervention.GetType().Name} at {site}", 1e-5);
    }

    /// <summary>A site's value in the base run, in the run that is intervened on, and in the source run.</summary>
    private static (double[] Before, double[] After, double[] Source) Values(Intervention intervention, Site site)
    {
        Transformer model = Samples.Model(Spec, 3);
        ActivationRecorder Recorded(ulong seed)
        {
            var recorder = new ActivationRecorder(candidate => candidate == site);
            model.Forward(new TokenRows(Tokens(seed)).Some(0, Rows), new SequenceLayout(Length), recorder);
            return recorder;
        }

        (ActivationRecorder before, ActivationRecorder source) = (Recorded(1), Recorded(2));
        var changed = new HashSet<int>();
        var tap = new InterventionTap([intervention], Spec, new Range(0, Rows), Length, source, (row, _) => changed.Add(row));
        double[] after = Values(tap.Visit(site, before[site])!);
        Assert.DoesNotContain(changed, row => row == 1 && Slots.PlaceOf(intervention) is not null && At[1].IsEmpty
            && Slots.PlaceOf(intervention)!.Positions is TokenPositions.PerRow);
        return (Values(before[site]), after, Values(source[site]));

        static double[] Values(Tensor value) => [.. value.Values.ToArray().Select(number => (double)number)];
    }

    private static int[][] Tokens(ulong seed) =>
        [.. Enumerable.Range(0, Rows).Select(row => Samples.Tokens(Spec, Length, (seed * 10) + (ulong)row))];

    private static double[] Doubles(ImmutableArray<float> vector) => [.. vector.Select(value => (double)value)];

    private static double[] Sum(double[] a, double[] b, double scale) => [.. a.Zip(b).Select(pair => pair.First + (scale * pair.Second))];
}
