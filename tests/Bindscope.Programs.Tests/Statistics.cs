using Xunit;

namespace Bindscope.Programs.Tests;

/// <summary>Statements about frequencies. The seeds in these tests are fixed, so a test that passes once passes always.</summary>
internal static class Statistics
{
    /// <summary>Pearson's test: the sum of (observed - expected)^2 / expected lies within five standard deviations of its mean.</summary>
    public static void AssertFits(int[] counts, double[] shares)
    {
        int n = counts.Sum();
        double chiSquare = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            double expected = n * shares[i];
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }

        int degrees = counts.Length - 1;
        Assert.True(
            chiSquare < degrees + 5 * Math.Sqrt(2.0 * degrees),
            $"chi-square {chiSquare:F1} with {degrees} degrees of freedom, n = {n}");
    }

    /// <summary>A share lies within five standard errors of what it should be.</summary>
    public static void AssertShare(double expected, int count, int n) =>
        Assert.Equal(expected, (double)count / n, tolerance: 5 * Math.Sqrt(expected * (1 - expected) / n));
}
