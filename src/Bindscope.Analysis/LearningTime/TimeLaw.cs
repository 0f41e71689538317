using System.Collections.Immutable;

namespace Bindscope.Analysis.LearningTime;

/// <summary>A power law of a time over the field: time = factor * field ^ exponent.</summary>
/// <param name="Measure">What is timed.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="Runs">Runs that it is fitted to.</param>
/// <param name="NotEnded">Those among them that ended first: their time is known to be longer than what is known of it.</param>
/// <param name="Without">Runs that have no such time at all.</param>
/// <param name="Exponent">The exponent; null where there is no law, for which <paramref name="Reason"/> says why.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Factor">The time where the field is 1.</param>
/// <param name="Scatter">The factor by which runs scatter about the law: the exponential of one standard deviation.</param>
/// <param name="Reason">Why there is no law.</param>
public sealed record TimeLaw(
    TimeMeasure Measure,
    TimeUnit Unit,
    int Runs,
    int NotEnded,
    int Without,
    double? Exponent,
    double? Low,
    double? High,
    double? Factor,
    double? Scatter,
    string? Reason)
{
    private const int LeastValues = 3;

    internal static TimeLaw Of(TimeMeasure measure, TimeUnit unit, ImmutableArray<TimedRun> runs, Func<int, double?> valueOf)
    {
        (double Value, RunTime Time)[] timed =
        [
            .. runs.Where(run => run.Of(measure) is { } time && time.In(unit) > 0).Select(run => (valueOf(run.Arm)!.Value, run.Of(measure)!)),
        ];
        int notEnded = timed.Count(one => !one.Time.HasEnded);
        int values = timed.Select(one => one.Value).Distinct().Count();
        int ended = timed.Where(one => one.Time.HasEnded).Select(one => one.Value).Distinct().Count();
        string? reason = timed.Any(one => one.Value <= 0) ? "a value is 0 or below, which has no logarithm"
            : values < LeastValues ? FormattableString.Invariant($"runs at {values} of the field's values have this time, and a law needs {LeastValues}")
            : ended < 2 ? FormattableString.Invariant($"at {ended} of the field's values some run has ended, and an exponent needs 2")
            : null;
        PowerLaw? law = reason is null
            ? PowerLaw.Fit([.. timed.Select(one => new TimePoint(Math.Log(one.Value), Math.Log(one.Time.In(unit)), one.Time.HasEnded))])
            : null;
        return new TimeLaw(
            measure, unit, timed.Length, notEnded, runs.Length - timed.Length,
            law?.Exponent, law?.Low, law?.High, law is null ? null : Math.Exp(law.Level), law is null ? null : Math.Exp(law.Deviation), reason);
    }
}
