using System.Numerics.Tensors;

namespace Bindscope.Analysis.Probes.Regression;

/// <summary>
/// Samples and labels as the solver wants them, with the functions of the weights that it needs. Weights are [F+1, G*K]: the last row are
/// the intercepts, and the features have a last column of ones for them. All in double precision, row after row.
/// </summary>
internal sealed class SoftmaxProblem
{
    /// <summary>Samples whose numbers stay in the cache from one step over them to the next.</summary>
    private const int CachedSamples = 64;

    private readonly double[] features; // [N, F+1]
    private readonly int[] labels; // [N, G]

    internal SoftmaxProblem(Features features, ClassLabels labels)
    {
        (Width, Classes, Groups, Samples) = (features.Width, labels.Classes, labels.Groups, features.Samples);
        this.labels = labels.Values;
        this.features = new double[Samples * (Width + 1)];
        for (int sample = 0; sample < Samples; sample++)
        {
            Span<double> row = this.features.AsSpan(sample * (Width + 1), Width + 1);
            features.Values.AsSpan(sample * Width, Width).CopyTo(row);
            row[Width] = 1;
        }

        NullWeights = new double[(Width + 1) * Outputs];
        Span<double> intercepts = NullWeights.AsSpan(Width * Outputs);
        for (int i = 0; i < this.labels.Length; i++)
        {
            intercepts[(i % Groups * Classes) + this.labels[i]] += 1.0 / Samples;
        }

        foreach (ref double intercept in intercepts)
        {
            intercept = Math.Log(Math.Max(intercept, 1e-12));
        }

        NullCost = Cost(Scores(NullWeights), new double[Samples * Outputs]);
        var moments = new double[(Width + 1) * (Width + 1)];
        Products.MultiplyTransposed(this.features, Width + 1, this.features, Width + 1, moments);
        LargestCurvature = SymmetricEigen.Of(moments, Width + 1).Values[^1] / Samples / 2;
    }

    internal int Width { get; }

    internal int Classes { get; }

    internal int Groups { get; }

    internal int Samples { get; }

    /// <summary>G*K.</summary>
    internal int Outputs => Groups * Classes;

    /// <summary>The best weights of a fit with intercepts alone; not to be changed.</summary>
    internal double[] NullWeights { get; }

    /// <summary>What they cost: the entropy of the labels, in nats.</summary>
    internal double NullCost { get; }

    /// <summary>No second derivative of the mean cross-entropy is larger: half the features' largest moment (Böhning, 1992).</summary>
    internal double LargestCurvature { get; }

    /// <summary>The smallest L1 penalty that removes every feature.</summary>
    internal double LargestPenalty()
    {
        var residual = new double[Samples * Outputs];
        var gradient = new double[NullWeights.Length];
        Cost(Scores(NullWeights), residual);
        Gradient(residual, gradient);
        return Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient.AsSpan(0, Width * Outputs)));
    }

    /// <summary>Scores of weights, [N, G, K].</summary>
    internal double[] Scores(double[] weights)
    {
        var scores = new double[Samples * Outputs];
        Scores(weights, scores);
        return scores;
    }

    /// <summary>The same into memory that is there.</summary>
    internal void Scores(double[] weights, double[] scores) => Products.Multiply(features, Width + 1, weights, Outputs, scores);

    /// <summary>Mean cross-entropy of scores, summed over groups, in nats.</summary>
    /// <param name="scores">[N, G, K].</param>
    /// <param name="residual">[N, G, K]; receives probabilities minus labels.</param>
    internal double Cost(double[] scores, double[] residual)
    {
        double sum = 0;
        for (int first = 0; first < Samples; first += CachedSamples)
        {
            int count = Math.Min(CachedSamples, Samples - first);
            Span<double> powers = residual.AsSpan(first * Outputs, count * Outputs);
            for (int i = first * Groups; i < (first + count) * Groups; i++)
            {
                ReadOnlySpan<double> own = scores.AsSpan(i * Classes, Classes);
                double maximum = TensorPrimitives.Max(own);
                TensorPrimitives.Subtract(own, maximum, residual.AsSpan(i * Classes, Classes));
                sum += maximum - own[labels[i]];
            }

            TensorPrimitives.Exp(powers, powers);
            for (int i = first * Groups; i < (first + count) * Groups; i++)
            {
                Span<double> own = residual.AsSpan(i * Classes, Classes);
                double total = TensorPrimitives.Sum<double>(own);
                TensorPrimitives.Multiply(own, 1 / total, own);
                own[labels[i]]--;
                sum += Math.Log(total);
            }
        }

        return sum / Samples;
    }

    /// <summary>One sample's probabilities in one group, [K], from the residual.</summary>
    internal void Probabilities(double[] residual, int sample, int group, Span<double> probabilities)
    {
        int place = (sample * Groups) + group;
        residual.AsSpan(place * Classes, Classes).CopyTo(probabilities);
        probabilities[labels[place]]++;
    }

    /// <summary>Gradient of the mean cross-entropy.</summary>
    /// <param name="residual">Probabilities minus labels, [N, G, K].</param>
    /// <param name="gradient">[F+1, G*K]; overwritten.</param>
    internal void Gradient(double[] residual, double[] gradient)
    {
        Products.MultiplyTransposed(features, Width + 1, residual, Outputs, gradient);
        TensorPrimitives.Multiply(gradient, 1.0 / Samples, gradient);
    }

    /// <summary>Mean entropy of residual plus labels, summed over groups: the value of the dual at that residual, before penalties.</summary>
    /// <param name="residual">[N, G, K].</param>
    /// <param name="shrink">Multiplies the residual.</param>
    internal double Entropy(double[] residual, double shrink)
    {
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            for (int candidate = 0; candidate < Classes; candidate++)
            {
                double probability = (residual[(i * Classes) + candidate] * shrink) + (candidate == labels[i] ? 1 : 0);
                sum -= probability > 0 ? probability * Math.Log(probability) : 0;
            }
        }

        return sum / Samples;
    }
}
