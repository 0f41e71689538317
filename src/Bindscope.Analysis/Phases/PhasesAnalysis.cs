using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>Finds the phases that a run went through: chance, a heuristic plateau, solved.</summary>
/// <remarks>
/// <para>
/// Question: at which steps did the model change what it does? The accuracy on the fixed test set, over the logarithm of the step, is
/// fitted by a broken line of one to three levels joined by ramps (<see cref="BrokenLine"/>); the Bayesian information criterion says
/// how many levels, and the knots are the boundaries, with profile-likelihood intervals (<see cref="KnotIntervals"/>). Each level is then
/// named from what the model did there: how often it was right, and whether its wrong predictions are one of the program's first two
/// constants more often than guesses among its constants would be.
/// The phases are those of Wu, Geiger and Millière (ICML 2025), section 3 and figure 2.
/// </para>
/// <para>
/// What would mislead: a boundary is where a straight ramp best meets a level, so a slow foot or tail of a rise lies partly inside a
/// phase. The interval covers sampling of the test programs and wobble of the run; it says nothing of other seeds. All evaluations use the
/// same programs, so they are not independent samples: means over a phase keep the interval of one test set. A model that is right
/// agrees with the first constants too, so only wrong predictions name a phase, and only beside a guesser's. docs/methods/phases.md has the rest.
/// </para>
/// </remarks>
public static class PhasesAnalysis
{
    private static readonly double[] MilestoneAccuracies = [0.9, 0.99, 0.999];

    /// <summary>Analyses one run.</summary>
    /// <param name="metrics">The run's evaluations, with rising steps.</param>
    /// <param name="spec">What counts as a phase.</param>
    /// <exception cref="UserException">The spec is invalid, or the run has no evaluation yet.</exception>
    public static PhasesResult Run(RunMetrics metrics, PhasesSpec spec)
    {
        if (spec.Validated() is { Count: > 0 } problems)
        {
            throw new UserException($"phases: {string.Join("; ", problems)}", "correct these values");
        }

        var evaluations = metrics.Evaluations;
        if (evaluations.IsEmpty)
        {
            throw new UserException("the run has no evaluation yet", "let it train until its first evaluation", 3);
        }

        var curve = Trajectory.Of(evaluations, spec);
        var line = LevelChoice.Choose(curve, spec);
        var intervals = new KnotIntervals(curve, line, spec);
        var stretches = PhaseStretches.Of(evaluations, line, intervals, spec);

        ImmutableArray<Phase> phases = [.. stretches.Select(stretch => PhaseSummary.Of(evaluations, stretch, spec.IntervalDeviance))];
        var transitions = PhaseTransitions.Between(stretches, evaluations);
        return new PhasesResult(
            PhasesResult.CurrentFormat,
            phases,
            transitions,
            [.. PhaseFindings.Of(phases, transitions, metrics, spec), .. PhaseFindings.OfTheFit(curve, line, spec)],
            [.. MilestoneAccuracies.Select(accuracy => ReachedAt(evaluations, accuracy))],
            new TrajectoryFit(
                [.. evaluations.Select(evaluation => evaluation.Step)],
                [.. evaluations.Select(evaluation => evaluation.Accuracy)],
                [.. line.Values(curve)],
                line.Levels.Length,
                intervals.Dispersion,
                intervals.Autocorrelation));
    }

    private static Milestone ReachedAt(ImmutableArray<Evaluation> evaluations, double accuracy)
    {
        var below = evaluations.Length;
        while (below > 0 && evaluations[below - 1].Accuracy >= accuracy)
        {
            below--;
        }

        return new Milestone(
            accuracy,
            evaluations.FirstOrDefault(evaluation => evaluation.Accuracy >= accuracy)?.Step,
            below < evaluations.Length ? evaluations[below].Step : null);
    }
}
