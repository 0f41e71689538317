using System.Numerics.Tensors;

namespace Bindscope.Analysis.Probes.Regression;

/// <summary>Principal components of vectors: directions by falling variance. Each points to where its largest number is positive.</summary>
internal sealed class PrincipalComponents
{
    private readonly double[] mean;

    private PrincipalComponents(double[] mean, double[][] directions, double[] variances) =>
        (this.mean, Directions, Variances) = (mean, directions, variances);

    /// <summary>Orthonormal, as many as the vectors are wide.</summary>
    internal double[][] Directions { get; }

    /// <summary>Variance along each direction.</summary>
    internal double[] Variances { get; }

    /// <summary>Directions along which the vectors vary by more than rounding; 1 where they are all the same.</summary>
    internal int Rank => Math.Max(1, Variances.Count(variance => variance > 1e-8 * Variances[0]));

    /// <summary>Measures vectors.</summary>
    internal static PrincipalComponents Of(Features vectors)
    {
        (int width, int samples) = (vectors.Width, vectors.Samples);
        var centre = new double[width];
        for (int row = 0; row < samples; row++)
        {
            Products.AddScaled(centre, vectors.Values.AsSpan(row * width, width), 1.0 / samples);
        }

        var centred = new double[vectors.Values.Length]; // [N, D]
        for (int row = 0; row < samples; row++)
        {
            TensorPrimitives.Subtract(vectors.Values.AsSpan(row * width, width), centre, centred.AsSpan(row * width, width));
        }

        var covariance = new double[width * width];
        Products.MultiplyTransposed(centred, width, centred, width, covariance);
        TensorPrimitives.Multiply(covariance, 1.0 / samples, covariance);
        SymmetricEigen parts = SymmetricEigen.Of(covariance, width);
        return new PrincipalComponents(
            centre,
            [.. parts.Vectors.AsEnumerable().Reverse().Select(Upright)],
            [.. parts.Values.AsEnumerable().Reverse().Select(value => Math.Max(0, value))]);
    }

    /// <summary>Coordinates of vectors along the first directions.</summary>
    internal Features Project(Features vectors, int count)
    {
        var values = new double[vectors.Samples * count];
        for (int row = 0; row < vectors.Samples; row++)
        {
            for (int component = 0; component < count; component++)
            {
                double sum = 0;
                double[] direction = Directions[component];
                for (int i = 0; i < vectors.Width; i++)
                {
                    sum += (vectors.Values[(row * vectors.Width) + i] - mean[i]) * direction[i];
                }

                values[(row * count) + component] = sum;
            }
        }

        return new Features(values, count);
    }

    private static double[] Upright(double[] direction)
    {
        double largest = direction.MaxBy(Math.Abs);
        return largest < 0 ? [.. direction.Select(value => -value)] : direction;
    }
}
