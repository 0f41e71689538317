using Bindscope.Numerics.Statistics;

namespace Bindscope.Paper;

/// <summary>A measured number with its 95 % interval.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="N">Programs in the sample; for a difference, in the smaller of the two.</param>
public sealed record Measure(MeasureKind Kind, double Value, double Low, double High, int N)
{
    /// <summary>A share of programs.</summary>
    internal static Measure Of(Proportion share) => new(MeasureKind.Share, share.Value, share.Low, share.High, share.Programs);

    /// <summary>A mean of shares.</summary>
    internal static Measure Of(Estimate mean) => new(MeasureKind.Share, mean.Value, mean.Low, mean.High, mean.Programs);

    /// <summary>The first minus the second.</summary>
    /// <remarks>R. G. Newcombe, Statistics in Medicine 17 (1998), method 10: the two intervals' arms, squared and added.</remarks>
    internal static Measure Difference(Measure first, Measure second)
    {
        double value = first.Value - second.Value;
        return new Measure(
            MeasureKind.Difference,
            value,
            value - Math.Sqrt(Square(first.Value - first.Low) + Square(second.High - second.Value)),
            value + Math.Sqrt(Square(first.High - first.Value) + Square(second.Value - second.Low)),
            Math.Min(first.N, second.N));
    }

    /// <summary>The first minus the second, both of the same programs.</summary>
    /// <param name="difference">The difference with its paired interval.</param>
    /// <param name="programs">How many programs.</param>
    internal static Measure Of(PairedDifference difference, int programs) =>
        new(MeasureKind.Difference, difference.Value, difference.Low, difference.High, programs);

    /// <summary>
    /// The best of several, chosen and judged on the same programs: with an interval that holds for all of them at once (C. E. Bonferroni), so that the
    /// luck of the best does not count.
    /// </summary>
    /// <param name="candidates">How many were compared, 1 or more.</param>
    internal Measure BestOf(int candidates)
    {
        double wider = Wider(candidates);
        (double low, double high) = Kind == MeasureKind.Share ? (0, 1) : (-1, 1);
        return this with { Low = Math.Max(low, Value - (wider * (Value - Low))), High = Math.Min(high, Value + (wider * (High - Value))) };
    }

    /// <summary>How much wider than for one of them a 95 % interval has to be that holds for several at once.</summary>
    /// <param name="candidates">How many, 1 or more.</param>
    /// <remarks>The normal quantile: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.2.23, right to 0.00045.</remarks>
    internal static double Wider(int candidates)
    {
        return Quantile(0.025 / candidates) / Quantile(0.025);

        static double Quantile(double tail)
        {
            double t = Math.Sqrt(-2 * Math.Log(tail));
            return t - ((2.515517 + (t * (0.802853 + (0.010328 * t)))) / (1 + (t * (1.432788 + (t * (0.189269 + (0.001308 * t)))))));
        }
    }

    /// <summary>As it is printed: value and interval.</summary>
    internal string Text() => Kind == MeasureKind.Share
        ? $"{Numbers.Percent(Value)} ({Numbers.Percent(Low)[..^2]}\u2013{Numbers.Percent(High)})"
        : $"{Numbers.Points(Value)} ({Numbers.Points(Low)[..^7]} to {Numbers.Points(High)})";

    private static double Square(double value) => value * value;
}

/// <summary>What a number is.</summary>
public enum MeasureKind
{
    /// <summary>A share of programs, 0 to 1.</summary>
    Share,

    /// <summary>A difference of two shares, -1 to 1.</summary>
    Difference,
}

/// <summary>What a criterion asks of a number.</summary>
/// <param name="AtLeast">The lowest value that counts as the paper's; null for no limit.</param>
/// <param name="AtMost">The highest; null for no limit.</param>
public sealed record Band(double? AtLeast, double? AtMost)
{
    /// <summary>Compares an interval with the band: an equivalence test, not a test of no difference.</summary>
    /// <param name="measure">The number and its interval.</param>
    internal Verdict Judge(Measure measure)
    {
        double low = AtLeast ?? double.NegativeInfinity, high = AtMost ?? double.PositiveInfinity;
        return measure.Low >= low && measure.High <= high ? Verdict.Reproduced
            : measure.High < low || measure.Low > high ? Verdict.Differs
            : Verdict.Undecided;
    }

    /// <summary>The band in words.</summary>
    internal string Text(MeasureKind kind)
    {
        string Name(double value) => kind == MeasureKind.Share ? Numbers.Percent(value) : Numbers.Points(value);
        return (AtLeast, AtMost) switch
        {
            ({ } low, { } high) => $"{Name(low)} to {Name(high)}",
            ({ } low, null) => $"at least {Name(low)}",
            (null, { } high) => $"at most {Name(high)}",
            _ => "any value",
        };
    }
}
