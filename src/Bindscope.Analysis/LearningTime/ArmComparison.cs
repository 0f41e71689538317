using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.LearningTime;

/// <summary>One arm's times against the first one's, over pairs of equal seeds.</summary>
/// <param name="Arm">The arm, 1 or more.</param>
/// <param name="Measure">What is timed, in steps.</param>
/// <param name="Pairs">Seeds that both arms have and of which both runs have such a time.</param>
/// <param name="Shorter">Pairs in which this arm takes fewer steps.</param>
/// <param name="Longer">Pairs in which it takes more; so, too, where it had not ended at a step at which the other had.</param>
/// <param name="Undecided">Pairs of equal length, or of which nothing can be told because a run ended first.</param>
/// <param name="Ratio">Geometric mean of this arm's steps over the first one's; null where a run of the first arm had not ended, or without pairs.</param>
/// <param name="Low">Lower end of its 95 % interval, Student's t on logarithms; null for fewer than two pairs, and where the mean is a bound.</param>
/// <param name="High">Upper end.</param>
/// <param name="IsBound">Whether some run of this arm had not ended: the ratio is then at least this.</param>
public sealed record ArmComparison(
    int Arm, TimeMeasure Measure, int Pairs, int Shorter, int Longer, int Undecided, double? Ratio, double? Low, double? High, bool IsBound)
{
    internal static ArmComparison Of(int arm, TimeMeasure measure, ImmutableArray<TimedRun> runs)
    {
        (RunTime This, RunTime First)[] pairs =
        [
            .. from one in runs.Where(run => run.Arm == arm)
               from other in runs.Where(run => run.Arm == 0 && run.Seed == one.Seed)
               where one.Of(measure) is not null && other.Of(measure) is not null
               select (one.Of(measure)!, other.Of(measure)!),
        ];
        int[] signs = [.. pairs.Select(pair => Sign(pair.This, pair.First))];
        bool isKnown = pairs.Length > 0 && pairs.All(pair => pair.First.HasEnded);
        bool isBound = pairs.Any(pair => !pair.This.HasEnded);
        double[] logs = isKnown ? [.. pairs.Select(pair => Math.Log(Math.Max(1, pair.This.Steps) / Math.Max(1, pair.First.Steps)))] : [];
        double? mean = isKnown ? logs.Average() : null;
        double? half = isKnown && !isBound && logs.Length > 1
            ? Student.Quantile(logs.Length - 1) * Math.Sqrt(logs.Sum(log => Math.Pow(log - mean!.Value, 2)) / (logs.Length - 1) / logs.Length)
            : null;
        return new ArmComparison(
            arm, measure, pairs.Length, signs.Count(sign => sign < 0), signs.Count(sign => sign > 0), signs.Count(sign => sign == 0),
            Exp(mean), Exp(mean - half), Exp(mean + half), isBound);
    }

    private static int Sign(RunTime one, RunTime first) => (one.HasEnded, first.HasEnded) switch
    {
        (true, true) => one.Steps.CompareTo(first.Steps),
        (true, false) => one.Steps <= first.Steps ? -1 : 0,
        (false, true) => one.Steps >= first.Steps ? 1 : 0,
        _ => 0,
    };

    private static double? Exp(double? log) => log is { } known ? Math.Exp(known) : null;
}
