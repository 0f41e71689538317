using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Phases;

/// <summary>How far each knot of a broken line can move before the line fits clearly worse: intervals by profile likelihood.</summary>
/// <remarks>
/// For every place of one knot the other knots and the levels are fitted anew; the knot's interval is where that costs at most the allowed
/// deviance more than the best. The deviance is multiplied by the dispersion around the knot (never below 1) and by (1 + r) / (1 - r),
/// with r the autocorrelation of the residuals, as for the variance of a mean of correlated values. Ends are moved outward by one
/// evaluation, because a change between two evaluations leaves no trace of its own.
/// </remarks>
internal sealed class KnotIntervals
{
    /// <summary>Places in a row that must fit too badly before the search for more stops.</summary>
    private const int Patience = 3;

    private readonly Trajectory curve;
    private readonly BrokenLine line;
    private readonly PhasesSpec spec;
    private readonly double[] residuals;

    public KnotIntervals(Trajectory curve, BrokenLine line, PhasesSpec spec)
    {
        this.curve = curve;
        this.line = line;
        this.spec = spec;
        var fitted = line.Values(curve);
        residuals = [.. fitted.Select((value, i) => (curve.Y[i] - value) * Math.Sqrt(curve.Weights[i]))];
        Dispersion = line.Cost / Math.Max(1, curve.Length - line.ParameterCount);
        Autocorrelation = LagOne(residuals);
    }

    public double Dispersion { get; }

    /// <summary>Correlation of neighbouring residuals, 0 to 0.8: beyond that the factor would rest on too few independent values.</summary>
    public double Autocorrelation { get; }

    /// <summary>The evaluations between which a knot lies, outer ends included.</summary>
    public (int Low, int High) Of(int knot)
    {
        var allowed = line.Cost + (Proportion.Deviance95 * NoiseAround(knot));
        var low = Furthest(knot, -1, allowed);
        var high = Furthest(knot, +1, allowed);
        return (Math.Max(0, low - 1), Math.Min(curve.Length - 1, high + 1));
    }

    /// <summary>
    /// How many times noisier the curve is than assumed: over the level and the ramp that meet at the knot, or over all, if that is more.
    /// A run wanders most on the plateau, where nothing of it would show in an average over a long and quiet solved phase.
    /// </summary>
    private double NoiseAround(int knot)
    {
        var first = knot == 0 ? 0 : line.Knots[knot - 1];
        var last = knot == line.Knots.Length - 1 ? curve.Length - 1 : line.Knots[knot + 1];
        var around = residuals.AsSpan(first, last - first + 1).ToArray();
        var dispersion = around.Sum(residual => residual * residual) / Math.Max(1, around.Length - 2);
        var autocorrelation = Math.Max(Autocorrelation, LagOne(around));
        return Math.Max(1, Math.Max(Dispersion, dispersion)) * (1 + autocorrelation) / (1 - autocorrelation);
    }

    private int Furthest(int knot, int direction, double allowed)
    {
        var furthest = line.Knots[knot];
        var lowest = knot;
        var highest = curve.Length - line.Knots.Length + knot;
        var warm = line.Knots;
        for (var (place, misses) = (furthest + direction, 0); place >= lowest && place <= highest && misses < Patience; place += direction)
        {
            (warm, var cost) = BrokenLineSearch.Improve(curve, Moved(warm, knot, place), knot);
            misses = cost <= allowed ? 0 : misses + 1;
            furthest = cost <= allowed ? place : furthest;
        }

        return furthest;
    }

    /// <summary>The knots with one put elsewhere; others that would be in its way are pushed along.</summary>
    private static int[] Moved(int[] knots, int knot, int place)
    {
        int[] moved = [.. knots];
        moved[knot] = place;
        for (var before = knot - 1; before >= 0; before--)
        {
            moved[before] = Math.Min(moved[before], moved[before + 1] - 1);
        }

        for (var after = knot + 1; after < moved.Length; after++)
        {
            moved[after] = Math.Max(moved[after], moved[after - 1] + 1);
        }

        return moved;
    }

    private static double LagOne(double[] residuals)
    {
        var square = residuals.Sum(residual => residual * residual);
        var product = residuals.Zip(residuals.Skip(1), (a, b) => a * b).Sum();
        return square > 0 ? Math.Clamp(product / square, 0, 0.8) : 0;
    }
}
