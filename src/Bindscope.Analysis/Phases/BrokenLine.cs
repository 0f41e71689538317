namespace Bindscope.Analysis.Phases;

/// <summary>Levels joined by straight ramps: level, ramp, level, ramp, level. Knots say at which evaluations ramps start and end.</summary>
/// <remarks>
/// Given the knots, the levels are a weighted least-squares problem with a tridiagonal matrix: an evaluation on a ramp counts for
/// the level before and the level after, in proportion to how far along the ramp it stands.
/// </remarks>
internal sealed record BrokenLine(int[] Knots, double[] Levels, double Cost)
{
    public const int MaximumLevels = 3;

    /// <summary>Parameters that the fit chose: each level and each knot.</summary>
    public int ParameterCount => Levels.Length + Knots.Length;

    public static BrokenLine Fit(Trajectory curve, int[] knots)
    {
        Span<double> levels = stackalloc double[MaximumLevels];
        var cost = Solve(curve, knots, levels);
        return new BrokenLine([.. knots], levels[..((knots.Length / 2) + 1)].ToArray(), cost);
    }

    /// <summary>The weighted squared distance of the best line with these knots; allocates nothing.</summary>
    public static double CostOf(Trajectory curve, ReadOnlySpan<int> knots)
    {
        Span<double> levels = stackalloc double[MaximumLevels];
        return Solve(curve, knots, levels);
    }

    /// <summary>The line's value at every evaluation.</summary>
    public double[] Values(Trajectory curve)
    {
        var values = new double[curve.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Levels[0];
            for (var ramp = 0; ramp < Knots.Length / 2; ramp++)
            {
                var (from, to) = (curve.X[Knots[2 * ramp]], curve.X[Knots[(2 * ramp) + 1]]);
                values[i] += Math.Clamp((curve.X[i] - from) / (to - from), 0, 1) * (Levels[ramp + 1] - Levels[ramp]);
            }
        }

        return values;
    }

    private static double Solve(Trajectory curve, ReadOnlySpan<int> knots, Span<double> levels)
    {
        var count = (knots.Length / 2) + 1;
        Span<double> diagonal = stackalloc double[MaximumLevels];
        Span<double> beside = stackalloc double[MaximumLevels];
        Span<double> right = stackalloc double[MaximumLevels];
        diagonal.Clear();
        beside.Clear();
        right.Clear();
        for (var level = 0; level < count; level++)
        {
            var first = level == 0 ? 0 : knots[(2 * level) - 1];
            var last = level == count - 1 ? curve.Length - 1 : knots[2 * level];
            var flat = curve.Between(first, last + 1);
            diagonal[level] += flat.W;
            right[level] += flat.Wy;
            if (level < count - 1)
            {
                AddRamp(curve, last, knots[(2 * level) + 1], level, diagonal, beside, right);
            }
        }

        var explained = 0.0;
        SolveTridiagonal(count, diagonal, beside, right, levels, ref explained);
        return Math.Max(0, curve.Between(0, curve.Length).Wyy - explained);
    }

    private static void AddRamp(
        Trajectory curve, int from, int to, int level, Span<double> diagonal, Span<double> beside, Span<double> right)
    {
        var sums = curve.Between(from + 1, to);
        var start = curve.X[from];
        var width = curve.X[to] - start;
        var h = (sums.Wx - (start * sums.W)) / width;
        var hh = (sums.Wxx - (2 * start * sums.Wx) + (start * start * sums.W)) / (width * width);
        var hy = (sums.Wxy - (start * sums.Wy)) / width;
        diagonal[level] += sums.W - (2 * h) + hh;
        beside[level] += h - hh;
        diagonal[level + 1] += hh;
        right[level] += sums.Wy - hy;
        right[level + 1] += hy;
    }

    private static void SolveTridiagonal(
        int count, Span<double> diagonal, ReadOnlySpan<double> beside, Span<double> right, Span<double> solution, ref double explained)
    {
        Span<double> original = stackalloc double[MaximumLevels];
        right.CopyTo(original);
        for (var i = 1; i < count; i++)
        {
            var factor = beside[i - 1] / diagonal[i - 1];
            diagonal[i] -= factor * beside[i - 1];
            right[i] -= factor * right[i - 1];
        }

        for (var i = count - 1; i >= 0; i--)
        {
            var next = i == count - 1 ? 0 : beside[i] * solution[i + 1];
            solution[i] = (right[i] - next) / diagonal[i];
            explained += solution[i] * original[i];
        }
    }
}
