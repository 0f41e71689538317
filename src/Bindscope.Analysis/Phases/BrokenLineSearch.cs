namespace Bindscope.Analysis.Phases;

/// <summary>Finds the knots of the broken line that lies closest to a curve.</summary>
/// <remarks>
/// Every combination of knots on a coarse grid (all evaluations where there are few) is priced; the best one is then improved by moving
/// single knots anywhere and neighbouring pairs nearby, until no move helps.
/// </remarks>
internal static class BrokenLineSearch
{
    private const int CoarseKnots = 12;
    private const int PairReach = 6;
    private const double Improvement = 1e-9;

    /// <summary>The best line with so many levels, or null when the curve has too few evaluations for it.</summary>
    public static BrokenLine? Best(Trajectory curve, int levels)
    {
        var knots = new int[2 * (levels - 1)];
        if (curve.Length < Math.Max(1, knots.Length))
        {
            return null;
        }

        if (knots.Length > 0)
        {
            var best = new int[knots.Length];
            var cost = double.PositiveInfinity;
            Enumerate(curve, CoarseGrid(curve, knots.Length), 0, 0, knots, best, ref cost);
            knots = Improve(curve, best, fixedKnot: -1).Knots;
        }

        return BrokenLine.Fit(curve, knots);
    }

    /// <summary>Moves all knots but one until no move lowers the cost.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="start">Rising knots to start from; not changed.</param>
    /// <param name="fixedKnot">The knot that stays where it is, or -1.</param>
    public static (int[] Knots, double Cost) Improve(Trajectory curve, int[] start, int fixedKnot)
    {
        int[] knots = [.. start];
        var cost = BrokenLine.CostOf(curve, knots);
        for (var before = double.PositiveInfinity; cost < before - Improvement;)
        {
            before = cost;
            for (var knot = 0; knot < knots.Length; knot++)
            {
                if (knot != fixedKnot)
                {
                    MoveOne(curve, knots, knot, ref cost);
                }

                if (knot + 1 < knots.Length && knot != fixedKnot && knot + 1 != fixedKnot)
                {
                    MovePair(curve, knots, knot, ref cost);
                }
            }
        }

        return (knots, cost);
    }

    private static void MoveOne(Trajectory curve, int[] knots, int knot, ref double cost)
    {
        var best = knots[knot];
        var end = After(curve, knots, knot);
        for (var place = Before(knots, knot) + 1; place < end; place++)
        {
            knots[knot] = place;
            var moved = BrokenLine.CostOf(curve, knots);
            if (moved < cost - Improvement)
            {
                (cost, best) = (moved, place);
            }
        }

        knots[knot] = best;
    }

    private static void MovePair(Trajectory curve, int[] knots, int knot, ref double cost)
    {
        var (bestFirst, bestSecond) = (knots[knot], knots[knot + 1]);
        var firstFrom = Math.Max(Before(knots, knot) + 1, bestFirst - PairReach);
        var secondTo = Math.Min(After(curve, knots, knot + 1) - 1, bestSecond + PairReach);
        var (firstTo, secondFrom) = (bestFirst + PairReach, bestSecond - PairReach);
        for (var first = firstFrom; first <= Math.Min(firstTo, secondTo - 1); first++)
        {
            for (var second = Math.Max(first + 1, secondFrom); second <= secondTo; second++)
            {
                (knots[knot], knots[knot + 1]) = (first, second);
                var moved = BrokenLine.CostOf(curve, knots);
                if (moved < cost - Improvement)
                {
                    (cost, bestFirst, bestSecond) = (moved, first, second);
                }
            }
        }

        (knots[knot], knots[knot + 1]) = (bestFirst, bestSecond);
    }

    private static int Before(int[] knots, int knot) => knot == 0 ? -1 : knots[knot - 1];

    private static int After(Trajectory curve, int[] knots, int knot) => knot == knots.Length - 1 ? curve.Length : knots[knot + 1];

    /// <summary>Places spread evenly over the evaluations and others spread evenly over time, which the early, dense ones need.</summary>
    private static int[] CoarseGrid(Trajectory curve, int least)
    {
        var last = curve.Length - 1;
        var places = new SortedSet<int>(curve.Length <= 2 * CoarseKnots ? Enumerable.Range(0, curve.Length) : []);
        for (var i = 0; i < CoarseKnots && places.Count < curve.Length; i++)
        {
            var share = (double)i / (CoarseKnots - 1);
            places.Add((int)Math.Round(share * last));
            var time = curve.X[0] + (share * (curve.X[last] - curve.X[0]));
            var near = Array.BinarySearch(curve.X, time);
            places.Add(Math.Clamp(near < 0 ? ~near : near, 0, last));
        }

        for (var place = 0; places.Count < least; place++)
        {
            places.Add(place);
        }

        return [.. places];
    }

    private static void Enumerate(Trajectory curve, int[] grid, int from, int knot, int[] knots, int[] best, ref double cost)
    {
        if (knot == knots.Length)
        {
            var priced = BrokenLine.CostOf(curve, knots);
            if (priced < cost)
            {
                cost = priced;
                knots.CopyTo(best, 0);
            }

            return;
        }

        for (var i = from; i < grid.Length; i++)
        {
            knots[knot] = grid[i];
            Enumerate(curve, grid, i + 1, knot + 1, knots, best, ref cost);
        }
    }
}

/// <summary>Decides how many levels a curve has: the admissible broken line with the lowest Bayesian information criterion.</summary>
/// <remarks>
/// The criterion alone would count every drift as a level, since with thousands of test programs nearly every movement is more than noise.
/// So neighbouring levels must differ by a rise that matters, and a middle level must be flatter than the ramps beside it.
/// </remarks>
internal static class LevelChoice
{
    public static BrokenLine Choose(Trajectory curve, PhasesSpec spec)
    {
        var chosen = BrokenLineSearch.Best(curve, levels: 1)!;
        for (var levels = 2; levels <= BrokenLine.MaximumLevels; levels++)
        {
            var line = BrokenLineSearch.Best(curve, levels);
            if (line is not null && IsAdmissible(curve, line, spec) && Criterion(curve, line) < Criterion(curve, chosen))
            {
                chosen = line;
            }
        }

        return chosen;
    }

    private static double Criterion(Trajectory curve, BrokenLine line) => line.Cost + (line.ParameterCount * Math.Log(curve.Length));

    private static bool IsAdmissible(Trajectory curve, BrokenLine line, PhasesSpec spec)
    {
        for (var ramp = 0; ramp < line.Knots.Length / 2; ramp++)
        {
            if (Math.Abs(line.Levels[ramp + 1] - line.Levels[ramp]) < PhasesSpec.MinimumRise)
            {
                return false;
            }
        }

        return line.Levels.Length < 3 || IsPlateau(curve, line, spec);
    }

    private static bool IsPlateau(Trajectory curve, BrokenLine line, PhasesSpec spec)
    {
        var within = Math.Abs(curve.Between(line.Knots[1], line.Knots[2] + 1).Slope());
        var flatterRamp = Math.Min(RampSlope(curve, line, 0), RampSlope(curve, line, 1));
        return within <= PhasesSpec.LevelSlope * flatterRamp;
    }

    private static double RampSlope(Trajectory curve, BrokenLine line, int ramp) =>
        Math.Abs((line.Levels[ramp + 1] - line.Levels[ramp]) / (curve.X[line.Knots[(2 * ramp) + 1]] - curve.X[line.Knots[2 * ramp]]));
}
