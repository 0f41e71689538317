using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>What counts as a phase. The defaults fit runs with ten digits and a test set of a thousand programs or more.</summary>
/// <param name="Digits">Digits that a program can hold, 2 to 10; chance is one divided by it.</param>
/// <param name="ChanceMargin">
/// How far above chance a level may lie and still be called chance, 0 to 1. The paper's first phase stands at about .12 with ten digits.
/// </param>
/// <param name="BeyondGuessing">
/// By how much the wrong predictions of a heuristic phase say the first two constants more often than guesses among the program's constants
/// would, 0 to 1, with the whole interval; the same margin tells those guesses from guesses among all digits.
/// </param>
/// <param name="HeuristicCeiling">The highest accuracy of a heuristic phase, 0 to 1: "well under solved".</param>
/// <param name="SolvedAccuracy">The least accuracy of a solved phase, 0 to 1. The paper's third phase stands at .99 and above.</param>
/// <param name="MinimumRise">The least difference in accuracy between neighbouring levels, 0 to 1; less is no phase boundary.</param>
/// <param name="Tolerance">
/// How far accuracy wanders about a level beyond the sampling noise without meaning anything (a standard deviation), above 0, at most 0.1.
/// </param>
/// <param name="LevelSlope">
/// The largest slope over a middle level, as a share of the slope of the flatter of the transitions beside it, 0 to 1. A bend half-way
/// up a rise is steeper than that, and is no plateau.
/// </param>
/// <param name="IntervalDeviance">
/// How much worse than the best a boundary may fit and still lie in its interval, above 0: 3.84 is the 95 % quantile of chi-squared with
/// one degree of freedom.
/// </param>
public sealed record PhasesSpec(
    int Digits = 10,
    double ChanceMargin = 0.05,
    double BeyondGuessing = 0.05,
    double HeuristicCeiling = 0.9,
    double SolvedAccuracy = 0.99,
    double MinimumRise = 0.05,
    double Tolerance = 0.01,
    double LevelSlope = 1.0 / 3,
    double IntervalDeviance = 3.84)
{
    /// <summary>Accuracy of a model that predicts some digit without reading the program.</summary>
    /// <returns>One divided by the number of digits.</returns>
    public double Chance() => 1.0 / Digits;

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when the spec can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        void Share(double value, string name)
        {
            if (value is not (>= 0 and <= 1))
            {
                problems.Add($"{name} is {value}; it must be 0 to 1");
            }
        }

        if (Digits is < 2 or > 10)
        {
            problems.Add($"digits is {Digits}; it must be 2 to 10");
        }

        Share(ChanceMargin, "chanceMargin");
        Share(BeyondGuessing, "beyondGuessing");
        Share(HeuristicCeiling, "heuristicCeiling");
        Share(SolvedAccuracy, "solvedAccuracy");
        Share(MinimumRise, "minimumRise");
        Share(LevelSlope, "levelSlope");
        if (Tolerance is not (> 0 and <= 0.1))
        {
            problems.Add($"tolerance is {Tolerance}; it must be above 0 and at most 0.1");
        }

        if (!(IntervalDeviance > 0 && double.IsFinite(IntervalDeviance)))
        {
            problems.Add($"intervalDeviance is {IntervalDeviance}; it must be above 0");
        }

        if (HeuristicCeiling > SolvedAccuracy)
        {
            problems.Add($"heuristicCeiling {HeuristicCeiling} lies above solvedAccuracy {SolvedAccuracy}");
        }

        return problems;
    }
}

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
