namespace Bindscope.Analysis.Probes.Regression;

/// <summary>Samples as rows of numbers.</summary>
/// <param name="Values">Row after row.</param>
/// <param name="Width">Numbers of a row.</param>
internal sealed record Features(double[] Values, int Width)
{
    /// <summary>Number of rows.</summary>
    internal int Samples => Values.Length / Width;

    /// <summary>Some of the columns.</summary>
    /// <param name="columns">0-based, in the order wanted.</param>
    internal Features Columns(IReadOnlyList<int> columns)
    {
        var values = new double[Samples * columns.Count];
        for (int row = 0; row < Samples; row++)
        {
            for (int i = 0; i < columns.Count; i++)
            {
                values[(row * columns.Count) + i] = Values[(row * Width) + columns[i]];
            }
        }

        return new Features(values, columns.Count);
    }

    /// <summary>Some of the rows.</summary>
    /// <param name="rows">0-based, in the order wanted.</param>
    internal Features Rows(IReadOnlyList<int> rows)
    {
        var values = new double[rows.Count * Width];
        for (int i = 0; i < rows.Count; i++)
        {
            Array.Copy(Values, rows[i] * Width, values, i * Width, Width);
        }

        return new Features(values, Width);
    }
}

/// <summary>What a classifier is to say of each sample: one class, or one of each of several groups.</summary>
/// <param name="Values">Classes, 0-based; sample after sample, and in it group after group.</param>
/// <param name="Classes">Classes of each group, 2 or more.</param>
/// <param name="Groups">Groups: independent questions about the same sample, answered by one fit.</param>
internal sealed record ClassLabels(int[] Values, int Classes, int Groups = 1)
{
    /// <summary>Number of samples.</summary>
    internal int Samples => Values.Length / Groups;

    /// <summary>The same labels with the samples in another order, each sample's groups together.</summary>
    /// <param name="order">For each sample the one whose labels it gets.</param>
    internal ClassLabels Reordered(IReadOnlyList<int> order)
    {
        var values = new int[Values.Length];
        for (int sample = 0; sample < order.Count; sample++)
        {
            Array.Copy(Values, order[sample] * Groups, values, sample * Groups, Groups);
        }

        return this with { Values = values };
    }
}

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
