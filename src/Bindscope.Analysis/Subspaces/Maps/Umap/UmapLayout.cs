using Bindscope.Analysis.Probes.Regression;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Subspaces.Maps.Umap;

/// <summary>
/// Lays a graph out in a plane: neighbours attract each other, and each time some random others are pushed away. Our own, small implementation of
/// UMAP's; graph and curve are umap-learn's to rounding (tests/fixtures/umap), layouts as good by trustworthiness but not the same, since other
/// random numbers are drawn and the start is given.
/// </summary>
internal static class UmapLayout
{
    private const int Rounds = 500;
    private const int Pushes = 5;
    private const double Most = 4;

    /// <summary>The map starts in a square of this side.</summary>
    private const double Side = 10;

    /// <summary>Lays out.</summary>
    /// <param name="graph">The neighbour graph.</param>
    /// <param name="start">A point of the plane for each; sets where on the page things lie.</param>
    /// <param name="curve">How near neighbours are to lie.</param>
    /// <param name="seed">Draws whom to push away.</param>
    /// <returns>A point of the plane for each.</returns>
    internal static Features Of(UmapGraph graph, Features start, UmapCurve curve, Seed seed)
    {
        int count = start.Samples;
        double[] place = Scaled(start);
        double largest = graph.Edges.Max(edge => edge.Weight);

        // An edge of the largest weight is used in every round, others as often as their weight says, the weakest never.
        var edges = graph.Edges.Where(edge => edge.Weight >= largest / Rounds).SelectMany(edge => new[]
        {
            (edge.From, edge.To, Every: largest / edge.Weight), (From: edge.To, To: edge.From, Every: largest / edge.Weight),
        }).ToArray();
        double[] due = [.. edges.Select(edge => edge.Every)];
        RandomStream random = seed.Stream();
        for (int round = 0; round < Rounds; round++)
        {
            double rate = 1 - ((double)round / Rounds);
            for (int i = 0; i < edges.Length; i++)
            {
                if (due[i] > round)
                {
                    continue;
                }

                due[i] += edges[i].Every;
                Pull(place, edges[i].From, edges[i].To, curve, rate);
                for (int push = 0; push < Pushes; push++)
                {
                    int other = random.Next(count);
                    if (other != edges[i].From)
                    {
                        Push(place, edges[i].From, other, curve, rate);
                    }
                }
            }
        }

        return new Features(place, 2);
    }

    private static void Pull(double[] place, int one, int other, UmapCurve curve, double rate)
    {
        double square = Square(place, one, other);
        double force = square > 0
            ? -2 * curve.A * curve.B * Math.Pow(square, curve.B - 1) / (1 + (curve.A * Math.Pow(square, curve.B)))
            : 0;
        for (int axis = 0; axis < 2; axis++)
        {
            double move = Math.Clamp(force * (place[(2 * one) + axis] - place[(2 * other) + axis]), -Most, Most) * rate;
            place[(2 * one) + axis] += move;
            place[(2 * other) + axis] -= move;
        }
    }

    private static void Push(double[] place, int one, int other, UmapCurve curve, double rate)
    {
        double square = Square(place, one, other);
        double force = 2 * curve.B / ((0.001 + square) * (1 + (curve.A * Math.Pow(square, curve.B))));
        for (int axis = 0; axis < 2; axis++)
        {
            double away = square > 0
                ? Math.Clamp(force * (place[(2 * one) + axis] - place[(2 * other) + axis]), -Most, Most)
                : Most;
            place[(2 * one) + axis] += away * rate;
        }
    }

    private static double Square(double[] place, int one, int other)
    {
        double x = place[2 * one] - place[2 * other], y = place[(2 * one) + 1] - place[(2 * other) + 1];
        return (x * x) + (y * y);
    }

    /// <summary>Both axes to the same square: points must be near enough to attract each other at all.</summary>
    private static double[] Scaled(Features start)
    {
        double[] values = [.. start.Values];
        for (int axis = 0; axis < 2; axis++)
        {
            double[] own = [.. Enumerable.Range(0, start.Samples).Select(i => start.Values[(2 * i) + axis])];
            (double low, double high) = (own.Min(), own.Max());
            for (int i = 0; i < own.Length; i++)
            {
                values[(2 * i) + axis] = high > low ? Side * (own[i] - low) / (high - low) : 0;
            }
        }

        return values;
    }
}
