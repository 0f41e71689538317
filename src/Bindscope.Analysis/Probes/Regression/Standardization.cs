namespace Bindscope.Analysis.Probes.Regression;

/// <summary>
/// Shifts and scales each feature to mean 0 and standard deviation 1 over the samples of the fit, so that one penalty means the same for
/// all of them. Held-out samples get the fit's shift and scale. A feature that never varies becomes 0.
/// </summary>
internal sealed class Standardization
{
    private readonly double[] mean;
    private readonly double[] scale;

    private Standardization(double[] mean, double[] scale) => (this.mean, this.scale) = (mean, scale);

    /// <summary>Measures the samples of a fit.</summary>
    internal static Standardization Of(Features features)
    {
        int width = features.Width;
        var mean = new double[width];
        var scale = new double[width];
        for (int i = 0; i < features.Values.Length; i++)
        {
            mean[i % width] += features.Values[i] / features.Samples;
        }

        for (int i = 0; i < features.Values.Length; i++)
        {
            double off = features.Values[i] - mean[i % width];
            scale[i % width] += off * off / features.Samples;
        }

        for (int column = 0; column < width; column++)
        {
            double deviation = Math.Sqrt(scale[column]);
            scale[column] = deviation > 1e-12 * (1 + Math.Abs(mean[column])) ? 1 / deviation : 0;
        }

        return new Standardization(mean, scale);
    }

    /// <summary>Shifts and scales.</summary>
    internal Features Apply(Features features)
    {
        var values = new double[features.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (features.Values[i] - mean[i % features.Width]) * scale[i % features.Width];
        }

        return features with { Values = values };
    }
}
