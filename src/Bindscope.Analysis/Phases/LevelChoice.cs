namespace Bindscope.Analysis.Phases;

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
