using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Analysis.Phases;

/// <summary>In what phases are looked for. The thresholds fit runs with ten digits and a test set of a thousand programs or more.</summary>
/// <param name="Digits">Digits that a program can hold, 2 to 10; chance is one divided by it.</param>
public sealed record PhasesSpec(int Digits = 10)
{
    /// <summary>How far above chance a level may lie and still be called chance. The paper's first phase stands at about .12 with ten digits.</summary>
    public const double ChanceMargin = 0.05;

    /// <summary>By how much the wrong predictions of a heuristic phase say the first two constants more often than guesses among the program's
    /// constants would, with the whole interval; the same margin tells those guesses from guesses among all digits.</summary>
    public const double BeyondGuessing = 0.05;

    /// <summary>The highest accuracy of a heuristic phase: "well under solved".</summary>
    public const double HeuristicCeiling = 0.9;

    /// <summary>The least accuracy of a solved phase. The paper's third phase stands at .99 and above.</summary>
    public const double SolvedAccuracy = 0.99;

    /// <summary>The least difference in accuracy between neighbouring levels; less is no phase boundary.</summary>
    public const double MinimumRise = 0.05;

    /// <summary>How far accuracy wanders about a level beyond the sampling noise without meaning anything (a standard deviation).</summary>
    public const double Tolerance = 0.01;

    /// <summary>The largest slope over a middle level, as a share of the slope of the flatter of the transitions beside it. A bend half-way up a
    /// rise is steeper than that, and is no plateau.</summary>
    public const double LevelSlope = 1.0 / 3;

    /// <summary>Accuracy of a model that predicts some digit without reading the program.</summary>
    /// <returns>One divided by the number of digits.</returns>
    public double Chance() => 1.0 / Digits;
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
public sealed class PhasesAnalysis : IAnalysis<PhasesSpec, PhasesResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "phases",
        "Phases",
        "Which phases does the run go through, and where are their boundaries?",
        Scope.Run,
        PhasesResult.CurrentFormat)
    { Alias = "phases", IsParallel = false, IsInstant = true };

    /// <inheritdoc/>
    public static PhasesSpec Default => new();

    /// <inheritdoc/>
    public static PhasesSpec Asked(Run run, PhasesSpec spec) => Of(run);

    /// <inheritdoc/>
    public static IEnumerable<PhasesSpec> Sized(Run run, Budget budget) => File.Exists(run.MetricsPath) ? [Of(run)] : [];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(PhasesResult result) => PhasesViews.Of(result);

    /// <summary>The question about a run.</summary>
    /// <param name="run">The run.</param>
    public static PhasesSpec Of(Run run) => new(run.Preset.Task.DigitCount);

    /// <inheritdoc/>
    /// <exception cref="UserException">The metrics are missing, or contradict the run's preset.</exception>
    public static PhasesResult Run(Run run, PhasesSpec spec, Work work)
    {
        RunMetrics metrics = PhaseMetrics.Of(run);
        MetricsCheck.RequireAgreement(run, metrics);
        work.Cancellation.ThrowIfCancellationRequested();
        return Run(metrics, spec);
    }

    private static readonly double[] MilestoneAccuracies = [0.9, 0.99, 0.999];

    /// <summary>Analyses one run.</summary>
    /// <param name="metrics">The run's evaluations, with rising steps.</param>
    /// <param name="spec">What counts as a phase.</param>
    /// <exception cref="UserException">The spec is invalid, or the run has no evaluation yet.</exception>
    public static PhasesResult Run(RunMetrics metrics, PhasesSpec spec)
    {
        Info.Require(spec, spec.Digits is < 2 or > 10 ? [$"digits is {spec.Digits}; it must be 2 to 10"] : []);

        var evaluations = metrics.Evaluations;
        if (evaluations.IsEmpty)
        {
            throw new UserException("the run has no evaluation yet", "let it train until its first evaluation", 3);
        }

        var curve = Trajectory.Of(evaluations, spec);
        var line = LevelChoice.Choose(curve, spec);
        var intervals = new KnotIntervals(curve, line, spec);
        var stretches = PhaseStretches.Of(evaluations, line, intervals, spec);

        ImmutableArray<Phase> phases = [.. stretches.Select(stretch => PhaseSummary.Of(evaluations, stretch))];
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

    /// <summary>All evaluations as one level, named as a phase is: what a model does that stays as it is.</summary>
    /// <param name="metrics">Evaluations, one or more.</param>
    /// <param name="spec">What counts as a phase.</param>
    public static Phase Level(RunMetrics metrics, PhasesSpec spec)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        int last = metrics.Evaluations.Length - 1;
        return PhaseSummary.Of(metrics.Evaluations, new Stretch(PhaseNaming.Of(metrics.Evaluations, 0, last, spec), 0, last, null, null));
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
