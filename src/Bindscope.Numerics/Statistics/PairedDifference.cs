namespace Bindscope.Numerics.Statistics;

/// <summary>The difference of two shares of the same pairs, with its 95 % interval.</summary>
/// <param name="Value">The first share minus the second, -1 to 1.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <remarks>R. G. Newcombe, Statistics in Medicine 17 (1998) 2635-2650, method 10 for paired shares: the arms of the two Wilson intervals, squared
/// and added, less what the pairs' correlation takes away (corrected for continuity).</remarks>
public readonly record struct PairedDifference(double Value, double Low, double High)
{
    /// <summary>The difference from the four kinds of pairs.</summary>
    /// <param name="both">Pairs of which both are right.</param>
    /// <param name="first">Pairs of which the first alone is.</param>
    /// <param name="second">Pairs of which the second alone is.</param>
    /// <param name="neither">Pairs of which neither is; all four together 1 or more.</param>
    public static PairedDifference OfCounts(int both, int first, int second, int neither)
    {
        int pairs = both + first + second + neither;
        var one = Proportion.OfCounts(both + first, pairs);
        var other = Proportion.OfCounts(both + second, pairs);
        double correlation = Correlation(both, first, second, neither);
        double value = one.Value - other.Value;
        return new PairedDifference(
            value,
            Math.Max(-1, value - Arm(one.Value - one.Low, other.High - other.Value, correlation)),
            Math.Min(1, value + Arm(one.High - one.Value, other.Value - other.Low, correlation)));
    }

    private static double Arm(double one, double other, double correlation) =>
        Math.Sqrt(Math.Max(0, (one * one) - (2 * correlation * one * other) + (other * other)));

    private static double Correlation(double both, double first, double second, double neither)
    {
        double margins = (both + first) * (second + neither) * (both + second) * (first + neither);
        double excess = (both * neither) - (first * second);
        double corrected = excess > 0 ? Math.Max(0, excess - ((both + first + second + neither) / 2)) : excess;
        return margins > 0 ? corrected / Math.Sqrt(margins) : 0;
    }
}
