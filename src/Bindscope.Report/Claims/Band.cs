using Bindscope.Report.Drawing;

namespace Bindscope.Report.Claims;

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
