using Bindscope.Analysis.Subspaces;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.AttentionCauses;

/// <summary>
/// Splits vectors of tokens into a mean, a part for each label (name, line, depth, bound again) and a rest: an additive model, whose parts are fitted to each
/// other's remainders in turn until they stand (backfitting), since names, lines and depths are not independent.
/// </summary>
internal sealed class KeyMeans
{
    private const int Rounds = 12;

    private readonly double[] mean;
    private readonly double[][][] parts; // factor, class, width

    private KeyMeans(double[] mean, double[][][] parts) => (this.mean, this.parts) = (mean, parts);

    /// <summary>Fits the parts.</summary>
    /// <param name="vectors">All of one width; one or more.</param>
    /// <param name="labels">The class of each vector by each label, from 0.</param>
    /// <param name="classes">How many classes each label has.</param>
    internal static KeyMeans Fit(IReadOnlyList<float[]> vectors, IReadOnlyList<int[]> labels, int[] classes)
    {
        int width = vectors[0].Length;
        var mean = new double[width];
        foreach (float[] vector in vectors)
        {
            Add(mean, vector, 1.0 / vectors.Count);
        }

        double[][][] parts = [.. classes.Select(count => Enumerable.Range(0, count).Select(_ => new double[width]).ToArray())];
        double[][] rest = [.. vectors.Select(vector => vector.Select((value, i) => value - mean[i]).ToArray())];
        for (int round = 0; round < Rounds; round++)
        {
            for (int factor = 0; factor < classes.Length; factor++)
            {
                var sums = Enumerable.Range(0, classes[factor]).Select(_ => new double[width]).ToArray();
                var counts = new int[classes[factor]];
                for (int i = 0; i < rest.Length; i++)
                {
                    int own = labels[i][factor];
                    counts[own]++;
                    for (int j = 0; j < width; j++)
                    {
                        sums[own][j] += rest[i][j] + parts[factor][own][j];
                    }
                }

                for (int i = 0; i < rest.Length; i++)
                {
                    int own = labels[i][factor];
                    for (int j = 0; j < width; j++)
                    {
                        rest[i][j] += parts[factor][own][j] - (sums[own][j] / counts[own]);
                    }
                }

                for (int own = 0; own < classes[factor]; own++)
                {
                    parts[factor][own] = [.. sums[own].Select(sum => counts[own] == 0 ? 0 : sum / counts[own])];
                }
            }
        }

        return new KeyMeans(mean, parts);
    }

    /// <summary>The mean of all vectors.</summary>
    internal double[] Mean => mean;

    /// <summary>The part of a class of a label; zeros for a class that was never seen.</summary>
    internal double[] Part(int factor, int own) => parts[factor][own];

    /// <summary>
    /// Vectors that say nothing of a label: for each class one as long as its part, in a random direction at right angles to all of the label's parts.
    /// Any random direction would have much of a label that fills much of the width, as 26 names do.
    /// </summary>
    /// <param name="factor">The label.</param>
    /// <param name="seed">Draws the directions.</param>
    /// <returns>One for each class; null where the parts fill the width.</returns>
    internal double[][]? Beside(int factor, Seed seed)
    {
        var basis = new List<double[]>();
        foreach (double[] part in parts[factor])
        {
            double[] rest = Outside(part, basis);
            double length = Length(rest);
            if (length > 1e-6 * Length(part) && length > 0)
            {
                basis.Add([.. rest.Select(value => value / length)]);
            }
        }

        if (basis.Count >= mean.Length)
        {
            return null;
        }

        RandomStream random = seed.Stream();
        var beside = new double[parts[factor].Length][];
        for (int own = 0; own < beside.Length; own++)
        {
            double[] direction = Outside(RandomSubspaces.Direction(mean.Length, ref random), basis);
            double scale = Length(parts[factor][own]) / Length(direction);
            beside[own] = [.. direction.Select(value => scale * value)];
        }

        return beside;
    }

    /// <summary>What mean and parts leave of a vector.</summary>
    internal double[] Rest(ReadOnlySpan<float> vector, int[] labels)
    {
        var rest = new double[vector.Length];
        for (int j = 0; j < rest.Length; j++)
        {
            rest[j] = vector[j] - mean[j];
            for (int factor = 0; factor < parts.Length; factor++)
            {
                rest[j] -= parts[factor][labels[factor]][j];
            }
        }

        return rest;
    }

    /// <summary>What is at right angles to some orthonormal vectors, twice for accuracy.</summary>
    private static double[] Outside(double[] vector, List<double[]> basis)
    {
        double[] rest = [.. vector];
        foreach (double[] direction in basis.Concat(basis))
        {
            double along = rest.Zip(direction, (one, other) => one * other).Sum();
            for (int j = 0; j < rest.Length; j++)
            {
                rest[j] -= along * direction[j];
            }
        }

        return rest;
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));

    private static void Add(double[] sum, float[] vector, double scale)
    {
        for (int j = 0; j < sum.Length; j++)
        {
            sum[j] += scale * vector[j];
        }
    }
}
