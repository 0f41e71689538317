using Bindscope.Analysis.Probes.Regression;
using TorchSharp;
using static TorchSharp.torch;

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
        using DisposeScope scope = NewDisposeScope();
        Tensor from = Normalised(points); // [N, 2]
        Tensor to = Normalised(target); // [N, 2]
        (Tensor left, Tensor stretches, Tensor right) = linalg.svd(from.t().matmul(to), fullMatrices: false);
        Tensor turned = from.matmul(left.matmul(right)); // [N, 2]
        double fit = stretches.sum().item<double>() / points.Samples;
        return (new Features(SoftmaxProblem.Numbers(turned), points.Width), Math.Max(0, 1 - (fit * fit)));
    }

    private static Tensor Normalised(Features points)
    {
        Tensor rows = tensor(points.Values, [points.Samples, points.Width]); // [N, 2]
        Tensor centred = rows - rows.mean([0]); // [N, 2]
        double size = centred.square().sum(1).mean().sqrt().item<double>();
        return size > 0 ? centred / size : centred;
    }
}
