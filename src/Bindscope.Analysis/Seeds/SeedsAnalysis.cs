using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Analysis.Seeds;

/// <summary>Which runs of one task and model are put side by side; the first one keeps the answer.</summary>
public sealed record SeedsSpec(
    [Field("names of runs under runs/ or reference/, or paths, separated by commas", Required = true, Form = typeof(RunForm), Separators = ",")]
    ImmutableArray<string> Runs);

/// <summary>Do other seeds learn in the same phases, and how far do their boundaries vary?</summary>
/// <remarks>
/// <para>Figure 6 of Wu, Geiger and Millière (ICML 2025): one accuracy curve a seed. Each run's phases are those of <c>bindscope phases</c>.</para>
/// <para>
/// What would mislead: the interval of a mean over a handful of runs leans on the steps' logarithms being normal; earliest and latest lean on
/// nothing. Runs that lack a boundary are left out of its mean, which is then that of the faster ones: look at how many have it. Runs that
/// share their data seed share their test programs, so their accuracies err in the same direction.
/// </para>
/// </remarks>
public sealed class SeedsAnalysis : IAnalysis<SeedsSpec, SeedsResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "seeds",
        "Seeds",
        "Do other seeds go through the same phases, and how far do the boundaries vary?",
        Scope.Runs,
        SeedsResult.CurrentFormat)
    { Figure = "figure 6", IsParallel = false };

    /// <inheritdoc/>
    public static SeedsSpec Default => new([]);

    /// <inheritdoc/>
    public static IEnumerable<SeedsSpec> Sized(Run run, Budget budget) => [];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(SeedsResult result) => SeedsViews.Of(result);

    /// <inheritdoc/>
    public static SeedsResult Run(Run run, SeedsSpec spec, Work work) => Run([.. spec.Runs.Select(Runs.Run.Open)]);

    private static readonly Dictionary<Boundary, double> Milestones = new()
    {
        [Boundary.Ninety] = 0.9,
        [Boundary.NinetyNine] = 0.99,
        [Boundary.NinetyNinePointNine] = 0.999,
    };

    /// <summary>Puts runs side by side.</summary>
    /// <param name="runs">Two or more runs of one task and model.</param>
    /// <exception cref="UserException">They are fewer, a run or a seed occurs twice, they differ in more than seeds and steps, or one has no
    /// evaluation.</exception>
    public static SeedsResult Run(IReadOnlyList<Run> runs)
    {
        Require(runs);
        SeedRun[] seeds = [.. runs.Select(Read)];
        return new SeedsResult(
            SeedsResult.CurrentFormat,
            [.. seeds],
            [
                .. Enum.GetValues<Boundary>().Select((boundary, i) =>
                    LogarithmicSpread.Of(boundary, [.. seeds.Select(seed => seed.Boundaries[i].Step)])),
            ],
            Curve(seeds),
            seeds.Count(seed => seed.Phases.AsSpan().SequenceEqual([PhaseKind.Chance, PhaseKind.Heuristic, PhaseKind.Solved])))
        {
            AlikeUntil = AlikeUntil(runs),
        };
    }

    /// <summary>
    /// The first step from which trainings of other lengths have other rates or batches; null where all have the same number of steps.
    /// </summary>
    /// <param name="runs">Runs that <see cref="Require"/> lets pass.</param>
    private static long? AlikeUntil(IReadOnlyList<Run> runs) =>
        runs.Min(run => (long?)PresetDifferences.AlikeUntil(runs[0].Preset, run.Preset));

    /// <summary>What is to be said of trainings of other lengths; empty where all have the same number of steps.</summary>
    /// <param name="runs">Runs that <see cref="Require"/> lets pass.</param>
    public static string Lengths(IReadOnlyList<Run> runs) =>
        SeedsResult.Lengths(runs.Select(run => (long)run.Preset.Training.Steps), AlikeUntil(runs));

    /// <summary>Refuses runs that are not trainings of one kind from different seeds. They may have other numbers of steps.</summary>
    /// <param name="runs">The runs.</param>
    /// <exception cref="UserException">They are fewer than two, a run or a seed occurs twice, or they differ in more than seeds and steps.</exception>
    public static void Require(IReadOnlyList<Run> runs)
    {
        DistinctRuns.Require(runs);
        if (runs.Count < 2)
        {
            throw new UserException($"{runs.Count} run cannot be compared", "name two or more, with commas: --runs a,b,c");
        }

        DistinctRuns.RequireTrainings(runs, i => runs[i].Preset.Data.Seed);
        foreach (Run run in runs.Skip(1))
        {
            Preset preset = run.Preset;
            string[] differences =
            [
                .. PresetDifferences.Of(runs[0].Preset, preset with { Training = preset.Training with { Steps = runs[0].Preset.Training.Steps } }),
            ];
            if (differences.Length > 0)
            {
                throw new UserException(
                    $"{run.Name} is no other seed of {runs[0].Name}: they differ in {string.Join(", ", differences)}",
                    "compare runs that differ in their seeds and numbers of steps alone");
            }
        }
    }

    private static SeedRun Read(Run run)
    {
        RunMetrics metrics = PhaseMetrics.Of(run);
        PhasesResult phases = PhasesAnalysis.Run(metrics, PhasesAnalysis.Of(run));
        Phase? heuristic = phases.Phases.FirstOrDefault(phase => phase.Kind == PhaseKind.Heuristic);
        Evaluation last = metrics.Evaluations[^1];
        return new SeedRun(
            run.Name,
            run.Preset.Training.Seed,
            [.. phases.Phases.Select(phase => phase.Kind)],
            [.. Enum.GetValues<Boundary>().Select(boundary => Of(boundary, phases))],
            heuristic?.Accuracy,
            heuristic?.Agreement.FirstTwoConstants,
            Proportion.OfCounts(last.CorrectCount(), last.N),
            [.. metrics.Evaluations.Select(evaluation => evaluation.Step)],
            [.. metrics.Evaluations.Select(evaluation => evaluation.Accuracy)]);
    }

    private static RunBoundary Of(Boundary boundary, PhasesResult phases)
    {
        Phase? First(PhaseKind kind) => phases.Phases.FirstOrDefault(phase => phase.Kind == kind);
        if (Milestones.TryGetValue(boundary, out double accuracy))
        {
            return new RunBoundary(boundary, phases.Milestones.Single(milestone => milestone.Accuracy == accuracy).SustainedFrom, null);
        }

        (Phase? phase, bool begins) = boundary switch
        {
            Boundary.ChanceEnds => (First(PhaseKind.Chance), false),
            Boundary.HeuristicBegins => (First(PhaseKind.Heuristic), true),
            Boundary.HeuristicEnds => (First(PhaseKind.Heuristic), false),
            _ => (First(PhaseKind.Solved), true),
        };
        return new RunBoundary(boundary, begins ? phase?.FirstStep : phase?.LastStep, begins ? phase?.Start : phase?.End);
    }

    private static ImmutableArray<CurvePoint> Curve(SeedRun[] seeds)
    {
        ILookup<long, double> bySteps = seeds.SelectMany(seed => seed.Steps.Zip(seed.Accuracy))
            .ToLookup(point => point.First, point => point.Second);
        return
        [
            .. bySteps.Where(step => step.Count() == seeds.Length).OrderBy(step => step.Key).Select(step => new CurvePoint(
                step.Key,
                seeds.Length,
                step.Average(),
                step.Min(),
                step.Max(),
                Math.Sqrt(step.Sum(accuracy => Math.Pow(accuracy - step.Average(), 2)) / (seeds.Length - 1)))),
        ];
    }
}
