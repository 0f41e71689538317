using Bindscope.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>Names a stretch of evaluations from what the model did in it.</summary>
internal static class PhaseNaming
{
    /// <summary>The name of a stretch at a steady level.</summary>
    /// <remarks>
    /// Solved goes by the median of the later half or the last evaluation, whichever is higher, because a run reaches its final level
    /// along a tail, and may stop as soon as it is good enough. The others go by the mean. Without counts of the wrong predictions (older
    /// builds did not write them) heuristic and guessing cannot be told apart, and the level stays without a name.
    /// </remarks>
    public static PhaseKind Of(IReadOnlyList<Evaluation> evaluations, int first, int last, PhasesSpec spec)
    {
        var stretch = evaluations.Skip(first).Take(last - first + 1).ToArray();
        return Of(
            stretch.Average(evaluation => evaluation.Accuracy),
            Math.Max(Median(stretch.Skip(stretch.Length / 2).Select(evaluation => evaluation.Accuracy)), stretch[^1].Accuracy),
            WrongAgreement.Of(stretch),
            spec);
    }

    /// <summary>
    /// Whether a level that would be a heuristic one by itself is on the way from the heuristic before it to the solution: it is right more
    /// often, and says the first two constants less often.
    /// </summary>
    /// <remarks>
    /// A level that solves some programs may still follow the heuristic in the others; but a better heuristic does not agree less.
    /// </remarks>
    public static bool HasLeftHeuristics(IReadOnlyList<Evaluation> before, IReadOnlyList<Evaluation> level, PhasesSpec spec) =>
        level.Average(evaluation => evaluation.Accuracy) - before.Average(evaluation => evaluation.Accuracy) >= PhasesSpec.MinimumRise
        && before.Average(FirstTwoShare) - level.Average(FirstTwoShare) >= PhasesSpec.MinimumRise;

    public static double FirstTwoShare(Evaluation evaluation) => (double)evaluation.FirstTwoConstants / evaluation.N;

    internal static PhaseKind Of(double accuracy, double closingAccuracy, WrongAgreement? wrong, PhasesSpec spec) =>
        closingAccuracy >= PhasesSpec.SolvedAccuracy ? PhaseKind.Solved
        : accuracy <= spec.Chance() + PhasesSpec.ChanceMargin ? PhaseKind.Chance
        : accuracy > PhasesSpec.HeuristicCeiling || wrong is null ? PhaseKind.Other
        : wrong.IsHeuristic(spec) ? PhaseKind.Heuristic
        : wrong.IsGuessing(spec) ? PhaseKind.Guessing
        : PhaseKind.Other;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
