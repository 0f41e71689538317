using Bindscope.Analysis.Probes.Regression;

namespace Bindscope.Analysis.Subspaces.Maps;

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
