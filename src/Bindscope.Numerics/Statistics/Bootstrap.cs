namespace Bindscope.Numerics.Statistics;

/// <summary>
/// Percentile bootstrap of means over programs. All means of one sample use the same resamples: every cell of a map is measured on the same
/// programs, so their differences are not blurred by different draws.
/// </summary>
public sealed class Bootstrap
{
    private const int Resamples = 500;

    private readonly int[][] resamples;

    /// <summary>Draws the resamples.</summary>
    /// <param name="count">Programs in the sample, 1 or more.</param>
    /// <param name="below">Draws a whole number from 0 to its argument less 1, all equally likely.</param>
    public Bootstrap(int count, Func<int, int> below)
    {
        resamples = new int[Resamples][];
        for (int i = 0; i < Resamples; i++)
        {
            var chosen = new int[count];
            for (int j = 0; j < count; j++)
            {
                chosen[j] = below(count);
            }

            resamples[i] = chosen;
        }
    }

    /// <summary>The mean of a sample and its interval.</summary>
    /// <param name="values">As many as the resamples were drawn for.</param>
    public Estimate Mean(ReadOnlySpan<double> values) => Mean(values, default);

    /// <summary>The mean over what programs hold several of, such as tokens, and its interval: programs are drawn whole.</summary>
    /// <param name="sums">Each program's sum; as many as the resamples were drawn for.</param>
    /// <param name="counts">How many each program's sum is of, 1 or more; empty for one each.</param>
    public Estimate Mean(ReadOnlySpan<double> sums, ReadOnlySpan<double> counts)
    {
        var means = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            (double sum, double count) = (0, counts.IsEmpty ? sums.Length : 0);
            foreach (int index in resamples[i])
            {
                sum += sums[index];
                count += counts.IsEmpty ? 0 : counts[index];
            }

            means[i] = sum / count;
        }

        (double total, double all) = (0, counts.IsEmpty ? sums.Length : 0);
        for (int i = 0; i < sums.Length; i++)
        {
            total += sums[i];
            all += counts.IsEmpty ? 0 : counts[i];
        }

        return Estimate.OfResamples(total / all, means, sums.Length);
    }
}
