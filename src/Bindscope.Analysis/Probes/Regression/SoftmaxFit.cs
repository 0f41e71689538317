using System.Collections.Immutable;

namespace Bindscope.Analysis.Probes.Regression;

/// <summary>A fitted softmax regression: plain numbers.</summary>
/// <param name="Weights">Feature after feature, in it group after group, in it class after class; the intercepts are the last row.</param>
/// <param name="Width">Features.</param>
/// <param name="Classes">Classes of a group.</param>
/// <param name="Penalty">What it was fitted with.</param>
/// <param name="Objective">Mean cross-entropy in nats plus penalty.</param>
/// <param name="Gap">
/// Duality gap: the objective is above the best possible one by this at most, as a share of what a fit with intercepts alone costs.
/// </param>
/// <param name="Iterations">Gradient steps.</param>
/// <param name="Converged">Whether the gap is within the tolerance.</param>
internal sealed record SoftmaxFit(
    double[] Weights, int Width, int Classes, Penalty Penalty, double Objective, double Gap, int Iterations, bool Converged)
{
    /// <summary>Groups of classes.</summary>
    internal int Groups => Weights.Length / (Width + 1) / Classes;

    /// <summary>Features that have a weight for some class, 0-based.</summary>
    internal ImmutableArray<int> Kept => [.. Enumerable.Range(0, Width).Where(feature => Strength(feature) > 0)];

    /// <summary>Sum of a feature's absolute weights.</summary>
    internal double Strength(int feature)
    {
        double sum = 0;
        int outputs = Groups * Classes;
        for (int i = feature * outputs; i < (feature + 1) * outputs; i++)
        {
            sum += Math.Abs(Weights[i]);
        }

        return sum;
    }

    /// <summary>The most probable class of each group.</summary>
    /// <param name="features">Standardised as the fit's were.</param>
    /// <returns>Classes, 0-based; row after row, and in it group after group.</returns>
    internal int[] Predict(Features features)
    {
        int outputs = Groups * Classes;
        var answers = new int[features.Samples * Groups];
        var scores = new double[outputs];
        for (int row = 0; row < features.Samples; row++)
        {
            Array.Copy(Weights, Width * outputs, scores, 0, outputs);
            for (int feature = 0; feature < Width; feature++)
            {
                double value = features.Values[(row * Width) + feature];
                ReadOnlySpan<double> weights = Weights.AsSpan(feature * outputs, outputs);
                for (int output = 0; output < outputs; output++)
                {
                    scores[output] += value * weights[output];
                }
            }

            for (int group = 0; group < Groups; group++)
            {
                ReadOnlySpan<double> own = scores.AsSpan(group * Classes, Classes);
                int top = 0;
                for (int candidate = 1; candidate < Classes; candidate++)
                {
                    top = own[candidate] > own[top] ? candidate : top;
                }

                answers[(row * Groups) + group] = top;
            }
        }

        return answers;
    }

    /// <summary>Which answers are right.</summary>
    /// <param name="features">Standardised as the fit's were.</param>
    /// <param name="labels">The right answers.</param>
    /// <returns>Row after row, and in it group after group.</returns>
    internal bool[] Right(Features features, ClassLabels labels) => [.. Predict(features).Zip(labels.Values, (a, b) => a == b)];
}

/// <summary>When a fit stops.</summary>
/// <param name="Tolerance">The duality gap that is small enough, as a share of what a fit with intercepts alone costs.</param>
/// <param name="MaximumIterations">Gradient steps after which it stops without having converged.</param>
internal sealed record FitOptions(double Tolerance = 1e-4, int MaximumIterations = 5_000);

/// <summary>
/// What a fit pays for its weights, beside its mean cross-entropy in nats: <c>absolute * sum |w| + square / 2 * sum w^2</c>. Intercepts
/// are free. scikit-learn's C is 1 / (samples * absolute).
/// </summary>
/// <param name="Absolute">L1, 0 or more.</param>
/// <param name="Square">L2, 0 or more.</param>
internal readonly record struct Penalty(double Absolute, double Square = 0);
