namespace Bindscope.Numerics.Statistics;

/// <summary>McNemar's exact test: among the programs that flipped, is either direction more frequent than a fair coin makes it?</summary>
/// <remarks>
/// Programs that both checkpoints answer alike say nothing about a change, and do not enter. Q. McNemar, Psychometrika 12 (1947), in its
/// exact binomial form.
/// </remarks>
public static class McNemar
{
    /// <summary>The two-sided probability of a split at least as uneven.</summary>
    /// <param name="gained">Flips one way, 0 or more.</param>
    /// <param name="lost">Flips the other way, 0 or more.</param>
    /// <returns>0 to 1; 1 where nothing flipped.</returns>
    public static double PValue(int gained, int lost)
    {
        int flips = gained + lost;
        int fewer = Math.Min(gained, lost);
        // In logarithms, since 2^-flips underflows from about a thousand on.
        double logTerm = -flips * Math.Log(2);
        double largest = double.NegativeInfinity;
        var logs = new double[fewer + 1];
        for (int k = 0; k <= fewer; k++)
        {
            logs[k] = logTerm;
            largest = Math.Max(largest, logTerm);
            logTerm += Math.Log((double)(flips - k) / (k + 1));
        }

        return Math.Min(1, 2 * Math.Exp(largest) * logs.Sum(log => Math.Exp(log - largest)));
    }
}
