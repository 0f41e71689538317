namespace Bindscope.Numerics.Statistics;

/// <summary>A share of the test programs, with the interval that comes from the test set being a sample.</summary>
/// <param name="Value">The share, 0 to 1.</param>
/// <param name="Low">Lower end of Wilson's interval.</param>
/// <param name="High">Upper end of Wilson's interval.</param>
/// <param name="Programs">Programs in the sample; counted once, however many evaluations the share is a mean of.</param>
public readonly record struct Proportion(double Value, double Low, double High, int Programs)
{
    /// <summary>The squared normal quantile of a two-sided interval of 95 %: the 95 % quantile of chi-squared with one degree of freedom, and so
    /// how much worse than the best a value may fit and still lie in a profile-likelihood interval.</summary>
    public const double Deviance95 = 3.841458820694124;

    /// <summary>A share of a sample, with Wilson's 95 % interval.</summary>
    /// <param name="part">How many of the sample, 0 to <paramref name="programs"/>.</param>
    /// <param name="programs">Programs in the sample, 1 or more.</param>
    public static Proportion OfCounts(int part, int programs) => Of((double)part / programs, programs);

    /// <inheritdoc cref="Of(double, int)"/>
    public static Proportion OfMean(double value, int programs) => Of(value, programs);

    /// <summary>A share of a sample, or a mean of several counts, with Wilson's 95 % score interval.</summary>
    /// <param name="value">The share, 0 to 1.</param>
    /// <param name="programs">Programs in the sample, 1 or more.</param>
    /// <remarks>E. B. Wilson, JASA 22 (1927). Unlike the plain normal interval it stays inside 0 to 1 and does not collapse at 1.</remarks>
    public static Proportion Of(double value, int programs)
    {
        const double deviance = Deviance95;
        var shrink = 1 + (deviance / programs);
        var centre = (value + (deviance / (2.0 * programs))) / shrink;
        var half = Math.Sqrt(deviance * ((value * (1 - value) / programs) + (deviance / (4.0 * programs * programs)))) / shrink;
        return new Proportion(value, Math.Max(0, Math.Min(value, centre - half)), Math.Min(1, Math.Max(value, centre + half)), programs);
    }
}
