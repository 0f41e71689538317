using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Results;

/// <summary>
/// Percentile bootstrap of means over programs. All means of one sample use the same resamples: every cell of a map is measured on the same
/// programs, so their differences are not blurred by different draws.
/// </summary>
internal sealed class Bootstrap
{
    private const int Resamples = 500;

    private readonly int[][] resamples;

    /// <summary>Draws the resamples.</summary>
    /// <param name="count">Programs in the sample, 1 or more.</param>
    internal Bootstrap(int count)
    {
        RandomStream random = new Seed(0).Split("bootstrap").Split(count).Stream();
        resamples = new int[Resamples][];
        for (int i = 0; i < Resamples; i++)
        {
            var chosen = new int[count];
            for (int j = 0; j < count; j++)
            {
                chosen[j] = random.Next(count);
            }

            resamples[i] = chosen;
        }
    }

    /// <summary>The mean of a sample and its interval.</summary>
    /// <param name="values">As many as the resamples were drawn for.</param>
    internal Estimate Mean(ReadOnlySpan<double> values)
    {
        var means = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            double sum = 0;
            foreach (int index in resamples[i])
            {
                sum += values[index];
            }

            means[i] = sum / values.Length;
        }

        Array.Sort(means);
        double total = 0;
        foreach (double value in values)
        {
            total += value;
        }

        return new Estimate(total / values.Length, means[(int)(0.025 * Resamples)], means[(int)(0.975 * Resamples)], values.Length);
    }
}
