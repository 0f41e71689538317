using Bindscope.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>A quick guess, while a run trains, of the phase that it is in. The analysis after the run is the measurement.</summary>
public static class PhaseTracker
{
    /// <summary>How much earlier, as a factor of the step, lies the evaluation that a rise is measured from.</summary>
    internal const double Lookback = 1.5;

    /// <summary>Names the present phase from the latest evaluation and how far accuracy rose since two thirds of its step.</summary>
    /// <param name="evaluations">The run's evaluations so far, with rising steps.</param>
    /// <param name="spec">What counts as a phase.</param>
    /// <returns><c>chance</c>, <c>guessing</c>, <c>heuristic</c>, <c>transition</c> or <c>solved</c>; <c>chance</c> before the first evaluation.</returns>
    public static string Current(IReadOnlyList<Evaluation> evaluations, PhasesSpec spec)
    {
        if (evaluations.Count == 0)
        {
            return "chance";
        }

        var latest = evaluations[^1];
        PhaseKind Kind(Evaluation one) => PhaseNaming.Of(
            one.Accuracy, one.Accuracy, WrongAgreement.Of([one]), spec);
        bool HasLeft() => evaluations.Any(one => Kind(one) == PhaseKind.Heuristic && PhaseNaming.HasLeftHeuristics([one], [latest], spec));
        bool IsRising() => latest.Accuracy - Earlier(evaluations).Accuracy >= PhasesSpec.MinimumRise;
        return Kind(latest) switch
        {
            PhaseKind.Solved => "solved",
            PhaseKind.Chance => "chance",
            PhaseKind.Heuristic when !IsRising() && !HasLeft() => "heuristic",
            PhaseKind.Guessing when !IsRising() && !HasLeft() => "guessing",
            _ => "transition",
        };
    }

    private static Evaluation Earlier(IReadOnlyList<Evaluation> evaluations)
    {
        var index = evaluations.Count - 1;
        while (index > 0 && evaluations[index].Step > evaluations[^1].Step / Lookback)
        {
            index--;
        }

        return evaluations[index];
    }
}
