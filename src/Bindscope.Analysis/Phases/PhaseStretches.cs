using System.Collections.Immutable;
using Bindscope.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>Turns a broken line into named stretches of evaluations.</summary>
internal static class PhaseStretches
{
    public static IReadOnlyList<Stretch> Of(
        ImmutableArray<Evaluation> evaluations, BrokenLine line, KnotIntervals intervals, PhasesSpec spec)
    {
        var stretches = new List<Stretch>();
        StepInterval Boundary(int knot) => Steps(evaluations, intervals.Of(knot));
        for (var level = 0; level < line.Levels.Length; level++)
        {
            var first = level == 0 ? 0 : line.Knots[(2 * level) - 1];
            var isFinal = level == line.Levels.Length - 1;
            var last = isFinal ? evaluations.Length - 1 : line.Knots[2 * level];
            if (level > 0 && isFinal && first == last)
            {
                if (IsStillOn(stretches, evaluations, line.Levels[level] - line.Levels[level - 1], spec))
                {
                    stretches[^1] = stretches[^1] with { Last = last, End = null };
                }
                else
                {
                    AddOpenEnd(stretches, evaluations, Boundary((2 * level) - 1), spec);
                }

                continue;
            }

            var kind = PhaseNaming.Of(evaluations, first, last, spec);
            if (kind == PhaseKind.Heuristic && stretches is [.., { Kind: PhaseKind.Heuristic } before]
                && PhaseNaming.HasLeftHeuristics(evaluations[before.First..(before.Last + 1)], evaluations[first..(last + 1)], spec))
            {
                kind = PhaseKind.Other;
            }

            if (IsBendOnTheWayUp(kind, line.Levels[level], level, isFinal, spec))
            {
                continue;
            }

            var stretch = new Stretch(
                kind, first, last, level == 0 ? null : Boundary((2 * level) - 1), isFinal ? null : Boundary(2 * level));
            AddOrJoin(stretches, stretch);
        }

        return stretches;
    }

    /// <summary>A nameless level above the heuristic ceiling, with another still to come, is the slow end of a rise, not a phase.</summary>
    private static bool IsBendOnTheWayUp(PhaseKind kind, double accuracy, int level, bool isFinal, PhasesSpec spec) =>
        kind == PhaseKind.Other && level > 0 && !isFinal && accuracy > PhasesSpec.HeuristicCeiling;

    /// <summary>
    /// A ramp that reaches the last evaluation may be a mere drift: slower than what counts as a rise while a run trains, with the model
    /// doing at its end what it did before. Then the phase before it has not been left.
    /// </summary>
    private static bool IsStillOn(List<Stretch> stretches, ImmutableArray<Evaluation> evaluations, double rise, PhasesSpec spec)
    {
        if (stretches is not [.., { Kind: PhaseKind.Chance or PhaseKind.Guessing or PhaseKind.Heuristic } before])
        {
            return false;
        }

        var duration = Math.Log(evaluations[^1].Step / Math.Max(1.0, evaluations[before.Last].Step));
        var laterHalf = (before.Last + 1 + evaluations.Length) / 2;
        return Math.Abs(rise) * Math.Log(PhaseTracker.Lookback) < PhasesSpec.MinimumRise * duration
            && PhaseNaming.Of(evaluations, laterHalf, evaluations.Length - 1, spec) == before.Kind
            && !PhaseNaming.HasLeftHeuristics(evaluations[before.First..(before.Last + 1)], evaluations[laterHalf..], spec);
    }

    /// <summary>
    /// The ramp reaches the last evaluation, so no final level was seen; but a run that stopped once it was good enough is solved.
    /// </summary>
    private static void AddOpenEnd(
        List<Stretch> stretches, IReadOnlyList<Evaluation> evaluations, StepInterval boundary, PhasesSpec spec)
    {
        var first = evaluations.Count;
        var earliest = stretches.Count == 0 ? 0 : stretches[^1].Last + 1;
        while (first > earliest && evaluations[first - 1].Accuracy >= PhasesSpec.SolvedAccuracy)
        {
            first--;
        }

        if (first < evaluations.Count)
        {
            var start = new StepInterval(
                Math.Min(boundary.Low, evaluations[Math.Max(0, first - 1)].Step), Math.Max(boundary.High, evaluations[first].Step));
            AddOrJoin(stretches, new Stretch(PhaseKind.Solved, first, evaluations.Count - 1, start, null));
        }
    }

    /// <summary>Neighbouring levels of one name are one phase; those without a name have nothing in common but that.</summary>
    private static void AddOrJoin(List<Stretch> stretches, Stretch next)
    {
        if (stretches.Count > 0 && stretches[^1].Kind == next.Kind && next.Kind != PhaseKind.Other)
        {
            stretches[^1] = stretches[^1] with { Last = next.Last, End = next.End };
        }
        else
        {
            stretches.Add(next);
        }
    }

    private static StepInterval Steps(IReadOnlyList<Evaluation> evaluations, (int Low, int High) places) =>
        new(evaluations[places.Low].Step, evaluations[places.High].Step);
}

/// <summary>Evaluations that belong to one phase, by index, and where it starts and ends.</summary>
internal sealed record Stretch(PhaseKind Kind, int First, int Last, StepInterval? Start, StepInterval? End);

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
