namespace Bindscope.Interventions.Metrics;

/// <summary>What is measured on one row's logits. Columns are places in the list of logits, 0-based.</summary>
/// <remarks>Probabilities and divergences are among the read-out's columns alone: for the digits, given that the model says a digit.</remarks>
public static class LogitMetrics
{
    /// <summary>The column with the largest logit.</summary>
    /// <param name="logits">One for each column.</param>
    /// <returns>Of equal ones the first.</returns>
    public static int Top(ReadOnlySpan<float> logits) => Model.Logits.Top(logits);

    /// <summary>The logit of one column minus that of another: of the new answer minus the original one, for the paper's figures 3c and 10.</summary>
    /// <param name="logits">One for each column.</param>
    /// <param name="column">The column that counts up.</param>
    /// <param name="other">The column that counts down.</param>
    /// <returns>In logits.</returns>
    public static double Difference(ReadOnlySpan<float> logits, int column, int other) => (double)logits[column] - logits[other];

    /// <summary>How far a column's logit lies above the best of the others.</summary>
    /// <param name="logits">One for each column, two or more.</param>
    /// <param name="column">The column.</param>
    /// <returns>In logits; negative where another column is the top.</returns>
    public static double Margin(ReadOnlySpan<float> logits, int column)
    {
        float best = float.NegativeInfinity;
        for (int other = 0; other < logits.Length; other++)
        {
            best = other == column ? best : Math.Max(best, logits[other]);
        }

        return (double)logits[column] - best;
    }

    /// <summary>The largest difference of a column between two runs, without its sign.</summary>
    /// <param name="logits">One for each column.</param>
    /// <param name="others">The other run's.</param>
    /// <returns>In logits, 0 or more.</returns>
    public static double Distance(ReadOnlySpan<float> logits, ReadOnlySpan<float> others)
    {
        double largest = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs((double)logits[i] - others[i]));
        }

        return largest;
    }

    /// <summary>The probability of a column.</summary>
    /// <param name="logits">One for each column.</param>
    /// <param name="column">The column.</param>
    /// <returns>0 to 1.</returns>
    public static double Probability(ReadOnlySpan<float> logits, int column) => Math.Exp(logits[column] - LogSum(logits));

    /// <summary>The Kullback-Leibler divergence KL(base run || other run), a mean under the base run.</summary>
    /// <param name="baseLogits">The base run's logits.</param>
    /// <param name="logits">The other run's.</param>
    /// <returns>In nats, 0 or more.</returns>
    public static double Divergence(ReadOnlySpan<float> baseLogits, ReadOnlySpan<float> logits)
    {
        (double baseSum, double sum) = (LogSum(baseLogits), LogSum(logits));
        double divergence = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double logProbability = baseLogits[i] - baseSum;
            divergence += Math.Exp(logProbability) * (logProbability - (logits[i] - sum));
        }

        return Math.Max(0, divergence);
    }

    /// <summary>
    /// The normalised logit difference of figure 3a: how much each cell raises the new answer's logit, as a share of the largest rise in
    /// the map.
    /// </summary>
    /// <param name="changes">Of each cell, the new answer's logit in the patched run minus in the base run.</param>
    /// <returns>1 at the largest; all zeros where no cell raises it.</returns>
    public static double[] Normalized(IReadOnlyList<double> changes)
    {
        double largest = changes.DefaultIfEmpty(0).Max();
        return [.. changes.Select(change => largest > 0 ? change / largest : 0)];
    }

    private static double LogSum(ReadOnlySpan<float> logits)
    {
        double largest = logits[Top(logits)];
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return largest + Math.Log(sum);
    }
}
