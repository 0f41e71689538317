using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.LearningTime;

/// <summary>One run as a point of a law.</summary>
/// <param name="X">Logarithm of the field.</param>
/// <param name="Y">Logarithm of the time, or of the time after which nothing is known.</param>
/// <param name="HasEnded">False where the time is longer.</param>
internal readonly record struct TimePoint(double X, double Y, bool HasEnded);

/// <summary>A straight line through logarithms, some of which are known to be larger than they look.</summary>
/// <param name="Exponent">Its slope.</param>
/// <param name="Low">Lower end of the slope's 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Its value at 0.</param>
/// <param name="Deviation">Standard deviation about it.</param>
/// <remarks>
/// <para>
/// Maximum likelihood for a normal scatter of logarithms, with runs that ended first as censored from the right (J. Tobin, Econometrica 26, 1958;
/// by expectation-maximization: a censored value counts as its mean above what is known, and its variance adds to the scatter's). Leaving such runs
/// out, or taking their last step for the time, would flatten the law.
/// </para>
/// <para>
/// The interval is a parametric bootstrap of the slope over its standard error: times are drawn from the fitted line, cut off where the runs ended,
/// and fitted anew. Without censored runs that is Student's t up to the draws. It leans on the scatter being normal and the same everywhere, and
/// says nothing of whether the law is straight.
/// </para>
/// </remarks>
internal sealed record PowerLaw(double Exponent, double Low, double High, double Level, double Deviation)
{
    private const int Draws = 1_000;
    private const int Rounds = 200;

    internal static PowerLaw Fit(TimePoint[] points)
    {
        (double level, double slope, double deviation) = Line(points);
        double spread = Spread(points);
        double error = deviation / spread;
        RandomStream random = new Seed(2026).Split("power law").Stream();
        double[] ratios = new double[Draws];
        int kept = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            TimePoint[] drawn =
            [
                .. points.Select(point => Drawn(
                    point, level + (slope * point.X) + (deviation * Normal.Draw(random.NextDouble(), random.NextDouble())))),
            ];
            if (drawn.Where(point => point.HasEnded).Select(point => point.X).Distinct().Count() < 2)
            {
                continue;
            }

            (_, double other, double scatter) = Line(drawn);
            if (scatter > 0)
            {
                ratios[kept++] = (other - slope) / (scatter / spread);
            }
        }

        double[] sorted = [.. ratios.Take(kept).Order()];
        double At(double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Round(share * (sorted.Length - 1))];
        return new PowerLaw(slope, slope - (At(0.975) * error), slope - (At(0.025) * error), level, deviation);
    }

    /// <summary>What a run of that length would have shown of a drawn time.</summary>
    private static TimePoint Drawn(TimePoint point, double time) =>
        point.HasEnded || time < point.Y ? new TimePoint(point.X, time, true) : point;

    private static (double Level, double Slope, double Deviation) Line(TimePoint[] points)
    {
        double[] y = [.. points.Select(point => point.Y)];
        double added = 0;
        (double level, double slope, double variance) = LeastSquares(points, y, added);
        for (int round = 0; round < Rounds && points.Any(point => !point.HasEnded); round++)
        {
            added = 0;
            double before = slope;
            double deviation = Math.Sqrt(variance);
            for (int i = 0; i < points.Length; i++)
            {
                if (points[i].HasEnded)
                {
                    continue;
                }

                double mean = level + (slope * points[i].X);
                double z = deviation > 0 ? (points[i].Y - mean) / deviation : 0;
                double hazard = Hazard(z);
                y[i] = deviation > 0 ? mean + (deviation * hazard) : Math.Max(points[i].Y, mean);
                added += variance * Math.Max(0, 1 + (z * hazard) - (hazard * hazard));
            }

            (level, slope, variance) = LeastSquares(points, y, added);
            if (Math.Abs(slope - before) < 1e-9)
            {
                break;
            }
        }

        return (level, slope, Math.Sqrt(variance * points.Length / Math.Max(1, points.Length - 2)));
    }

    private static (double Level, double Slope, double Variance) LeastSquares(TimePoint[] points, double[] y, double added)
    {
        double x0 = points.Average(point => point.X);
        double y0 = y.Average();
        double slope = points.Select((point, i) => (point.X - x0) * (y[i] - y0)).Sum() / points.Sum(point => (point.X - x0) * (point.X - x0));
        double level = y0 - (slope * x0);
        return (level, slope, (points.Select((point, i) => Math.Pow(y[i] - level - (slope * point.X), 2)).Sum() + added) / points.Length);
    }

    private static double Spread(TimePoint[] points)
    {
        double x0 = points.Average(point => point.X);
        return Math.Sqrt(points.Sum(point => (point.X - x0) * (point.X - x0)));
    }

    /// <summary>The normal density over what lies above, at <paramref name="z"/>; far out by its expansion.</summary>
    private static double Hazard(double z) => z > 6 ? z + (1 / z) - (2 / (z * z * z)) : Normal.Density(z) / Normal.Above(z);
}

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
