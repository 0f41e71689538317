using System.Collections.Immutable;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Subspaces.Maps;

/// <summary>One checkpoint's points before alignment.</summary>
/// <param name="Components">The selected components.</param>
/// <param name="Points">The shown tokens in the selected components.</param>
/// <param name="Plane">The shown tokens in the two dimensions of largest variance among them.</param>
/// <param name="Shown">Share of the variance in these.</param>
/// <param name="NearestCentre">Share of tokens nearest to their own class's mean.</param>
internal sealed record MapPoints(ImmutableArray<int> Components, Features Points, Features Plane, double Shown, double NearestCentre)
{
    internal static MapPoints Of(
        Transformer model,
        MapSpec spec,
        SymbolicProgram[] fit,
        SymbolicProgram[] shown,
        ClassLabels labels,
        ClassLabels classes,
        int pathPoints,
        Work work)
    {
        var ranks = new SubspaceSpec(0);
        int count = ranks.ComponentsOf(model.Spec.Width);
        Features vectors = TokenVectors.Record(model, fit, new ChainTokens(fit, spec.Offset).Places, work).After[spec.Layer - 1];
        PrincipalComponents components = PrincipalComponents.Of(vectors);
        Features projected = components.Project(vectors, count);
        int rank = Math.Min(ranks.RankOf(spec.Target), count);
        ImmutableArray<int> chosen = ComponentSelection.ByRank(
            Standardization.Of(projected).Apply(projected), labels, rank, pathPoints, new FitOptions(1e-3), work.Cancellation, rank).Components;
        Features learned = projected.Columns(chosen);
        Features points = components.Project(
            TokenVectors.Record(model, shown, new ChainTokens(shown, spec.Offset).Places, work).After[spec.Layer - 1], count).Columns(chosen);
        PrincipalComponents plane = PrincipalComponents.Of(points);
        return new MapPoints(
            chosen,
            points,
            plane.Project(points, 2),
            (plane.Variances[0] + plane.Variances[1]) / plane.Variances.Sum(),
            Nearest(learned, labels, points, classes));
    }

    /// <summary>The share of points whose nearest class mean is that of their own class.</summary>
    internal static double Nearest(Features learned, ClassLabels labels, Features points, ClassLabels classes)
    {
        int width = learned.Width;
        var centres = new double[labels.Classes * width];
        var counts = new int[labels.Classes];
        for (int row = 0; row < learned.Samples; row++)
        {
            counts[labels.Values[row]]++;
            for (int i = 0; i < width; i++)
            {
                centres[(labels.Values[row] * width) + i] += learned.Values[(row * width) + i];
            }
        }

        int right = 0;
        for (int row = 0; row < points.Samples; row++)
        {
            double[] point = points.Values[(row * width)..((row + 1) * width)];
            int nearest = Enumerable.Range(0, labels.Classes).Where(own => counts[own] > 0).MinBy(own =>
                point.Select((value, i) => Math.Pow(value - (centres[(own * width) + i] / counts[own]), 2)).Sum());
            right += nearest == classes.Values[row] ? 1 : 0;
        }

        return right / (double)points.Samples;
    }
}

/// <summary>
/// Orthogonal Procrustes alignment (Schönemann, Psychometrika 31, 1966): the rotation or reflection that brings points nearest to others,
/// after both are centred and scaled to the same size. What it cannot remove is a difference of shape.
/// </summary>
internal static class Procrustes
{
    /// <summary>Aligns points.</summary>
    /// <param name="points">[N, 2]; not all the same.</param>
    /// <param name="target">[N, 2], the same points elsewhere.</param>
    /// <returns>
    /// The points, centred, of mean square distance 1 and turned; and the share of the centred, scaled target's squares that is left, 0-1.
    /// </returns>
    internal static (Features Aligned, double Disparity) Align(Features points, Features target)
    {
        double[] from = Normalised(points); // [N, 2]
        double[] to = Normalised(target); // [N, 2]
        double[] product = new double[4]; // from^T to
        Products.MultiplyTransposed(from, 2, to, 2, product);

        // Of all rotations one fits best, of all reflections one: the angle is that of two sums, their length is what is gained.
        (double turnX, double turnY) = (product[0] + product[3], product[1] - product[2]);
        (double flipX, double flipY) = (product[0] - product[3], product[1] + product[2]);
        (double turn, double flip) = (Math.Sqrt((turnX * turnX) + (turnY * turnY)), Math.Sqrt((flipX * flipX) + (flipY * flipY)));
        double gain = Math.Max(turn, flip);
        double[] best = gain == 0 ? [1, 0, 0, 1]
            : turn >= flip ? [turnX / turn, turnY / turn, -turnY / turn, turnX / turn]
            : [flipX / flip, flipY / flip, flipY / flip, -flipX / flip];
        var turned = new double[from.Length]; // [N, 2]
        Products.Multiply(from, 2, best, 2, turned);
        double fit = gain / points.Samples;
        return (new Features(turned, points.Width), Math.Max(0, 1 - (fit * fit)));
    }

    private static double[] Normalised(Features points)
    {
        double[] centre = [0, 0];
        for (int row = 0; row < points.Samples; row++)
        {
            Products.AddScaled(centre, points.Values.AsSpan(2 * row, 2), 1.0 / points.Samples);
        }

        double[] centred = [.. points.Values.Select((value, i) => value - centre[i % 2])];
        double size = Math.Sqrt(centred.Sum(value => value * value) / points.Samples);
        return size > 0 ? [.. centred.Select(value => value / size)] : centred;
    }
}
