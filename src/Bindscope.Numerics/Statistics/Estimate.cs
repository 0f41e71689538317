namespace Bindscope.Numerics.Statistics;

/// <summary>A mean over programs, with its 95 % interval.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Low">Lower end: 2.5 % quantile of the bootstrap.</param>
/// <param name="High">Upper end: 97.5 % quantile of the bootstrap.</param>
/// <param name="Programs">Programs in the sample.</param>
public readonly record struct Estimate(double Value, double Low, double High, int Programs)
{
    /// <summary>A number with the interval in which 95 % of its values over resamples lie.</summary>
    /// <param name="value">The number itself.</param>
    /// <param name="resamples">Its value for each resample, in any order.</param>
    /// <param name="programs">Programs in the sample.</param>
    public static Estimate OfResamples(double value, IReadOnlyCollection<double> resamples, int programs)
    {
        double[] ordered = [.. resamples.Order()];
        return new Estimate(value, ordered[(int)(0.025 * ordered.Length)], ordered[(int)(0.975 * ordered.Length)], programs);
    }
}
