using Bindscope.Analysis.Probes.Regression;
using MathNet.Numerics.LinearAlgebra;

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
        Matrix<double> from = Normalised(points); // [N, 2]
        Matrix<double> to = Normalised(target); // [N, 2]
        var parts = from.TransposeThisAndMultiply(to).Svd();
        Matrix<double> turned = from * (parts.U * parts.VT); // [N, 2]
        double fit = parts.S.Sum() / points.Samples;
        return (new Features([.. turned.ToRowMajorArray()], points.Width), Math.Max(0, 1 - (fit * fit)));
    }

    private static Matrix<double> Normalised(Features points)
    {
        var rows = Matrix<double>.Build.DenseOfRowMajor(points.Samples, points.Width, points.Values);
        Vector<double> centre = rows.ColumnSums() / points.Samples;
        Matrix<double> centred = rows.MapIndexed((_, column, value) => value - centre[column], Zeros.Include); // [N, 2]
        double size = Math.Sqrt(centred.Enumerate().Sum(value => value * value) / points.Samples);
        return size > 0 ? centred / size : centred;
    }
}
