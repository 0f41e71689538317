using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Tables;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Analysis.LearningTime;

/// <summary>Which trainings' times are put side by side, and from when on a task counts as learned.</summary>
/// <param name="Runs">The runs; the first one keeps the answer, and its arm is the one that others are held against.</param>
/// <param name="Field">What a law is over; null for arms alone.</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="AfterLine">Programs that count.</param>
/// <param name="Until">The last step that is looked at, for runs of different lengths; 0 for each run's last.</param>
public sealed record LearningTimeSpec(
    [Field("names of runs under runs/ or reference/, or paths, separated by commas; others are held against those like the first",
        Required = true, Form = typeof(RunForm), Separators = ",")]
    ImmutableArray<string> Runs,
    [Field("a number of the preset that a law is fitted over, such as training.batch", Folder = "{0}")] string? Field = null,
    [Field("learned from the step on at which accuracy stays at this", Above = 0, Most = 1)] double Accuracy = 0.95,
    [Field("count programs with the answer after this line only; 0 for all", Least = 0, Folder = "after-line-{0}")] int AfterLine = 0,
    [Field("look at evaluations up to this step only, as if the runs had ended there; 0 for all", Least = 0, Folder = "until-{0}")] int Until = 0);

/// <summary>How long does learning take, and how does that depend on one field of the preset or on what was done to the training?</summary>
/// <remarks>
/// <para>
/// Trainings that differ in seeds alone are one arm. Two times are read of each run's metrics: how long its heuristic phase lasts
/// (<see cref="Phases.PhasesAnalysis"/>), and how long it takes until accuracy stays at a level. Over a field with three values or more a power law
/// is fitted (<see cref="PowerLaw"/>) in steps, in tokens and in the sum of learning rates. Arms are held against the first run's by pairs of equal seeds.
/// Over layers, three laws of the deepest hops that are followed are held against each other, too (<see cref="DepthLaws"/>).
/// </para>
/// <para>
/// What would mislead: a run that has not learned by its last step says only that it takes longer. It stays in the fit as that, and in the counts; a
/// mean over pairs with such a run is a bound. What is not reached because the rate of the schedule had fallen to 0 would be reached by a longer
/// training: length and schedule are part of what is compared. Another field that changes along with the law's is named, and the law is of both. Runs
/// that were led through stages of easier programs have no times, which would be the stages'; they are taken for their deepest hops alone.
/// </para>
/// </remarks>
public sealed class LearningTimeAnalysis : IAnalysis<LearningTimeSpec, LearningTimeResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "learning-time",
        "Time that learning takes",
        "How long do plateau and learning last, and how does that depend on a field of the preset or on what was done to the training?",
        Scope.Runs,
        LearningTimeResult.CurrentFormat)
    { IsParallel = false };

    /// <inheritdoc/>
    public static LearningTimeSpec Default => new([]);

    /// <inheritdoc/>
    public static IEnumerable<LearningTimeSpec> Sized(Run run, Budget budget) => [];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(LearningTimeResult result) => LearningTimeViews.Of(result);

    /// <inheritdoc/>
    public static LearningTimeResult Run(Run run, LearningTimeSpec spec, Work work) => Run([.. spec.Runs.Select(Runs.Run.Open)], spec);

    /// <summary>Reads runs and puts them side by side.</summary>
    /// <param name="runs">One or more; a law and a comparison need more.</param>
    /// <param name="spec">What is asked of them.</param>
    /// <exception cref="UserException">The question is invalid, a run occurs twice or one seed twice in an arm, a run has no
    /// evaluation, lacks the field or goes on from another one's end.</exception>
    public static LearningTimeResult Run(IReadOnlyList<Run> runs, LearningTimeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Info.Require(spec, runs.Count == 0 ? ["name one run or more: --runs a,b,c"] : []);
        DistinctRuns.Require(runs);
        var arms = new ArmChoice(runs, spec.Field);
        DistinctRuns.RequireTrainings(runs, arms.ArmOf);
        ImmutableArray<TimedRun> timed = [.. runs.Select((run, i) => RunTimes.Of(run, arms.ArmOf(i), spec))];
        bool hasTimes = !timed.All(run => run.IsStaged);
        return new LearningTimeResult(
            LearningTimeResult.CurrentFormat,
            spec.Field,
            spec.Accuracy,
            spec.AfterLine,
            spec.Until,
            arms.Along,
            [.. arms.Names.Select((name, arm) => new TimedArm(name, arms.ValueOf(arm), [.. timed.Where(run => run.Arm == arm).Select(run => run.Name)]))],
            timed,
            [
                .. from arm in Enumerable.Range(1, arms.Names.Length - 1)
                   where hasTimes
                   from measure in Enum.GetValues<TimeMeasure>()
                   select ArmComparison.Of(arm, measure, timed),
            ],
            spec.Field is null || !hasTimes ? [] : [
                .. from measure in Enum.GetValues<TimeMeasure>()
                   from unit in Enum.GetValues<TimeUnit>()
                   select TimeLaw.Of(measure, unit, timed, arms.ValueOf),
            ],
            spec.Field is not "model.layers" ? null : DepthLaws.Of(
                [.. runs.Zip(timed, (run, times) => new DepthPoint(run.Preset.Model.Layers, times.DeepestHops, times.AskedHops))]));
    }
}

/// <summary>Sorts runs into arms: trainings whose presets differ in seeds, threads and how often a run looks at itself alone are one.</summary>
internal sealed class ArmChoice
{
    private static readonly string[] Aside =
    [
        "name", "data.seed", "data.test", "data.validation", "model.parameterCount", "training.seed", "training.workers", "training.threads",
        "training.evaluationPrograms",
    ];

    private readonly int[] armOfRun;
    private readonly ImmutableArray<double?> values;

    internal ArmChoice(IReadOnlyList<Run> runs, string? field)
    {
        FlatRecord[] specs = [.. runs.Select(run => FlatRecord.Of(PresetJson.Write(run.Preset), isList: true))];
        string[] fields =
        [
            .. specs.SelectMany(spec => spec.Names).Distinct().Where(name => !Aside.Contains(name)
                && !name.StartsWith("training.evaluations.", StringComparison.Ordinal) && !name.StartsWith("training.checkpoints.", StringComparison.Ordinal)
                && specs.Select(spec => spec[name]).Distinct().Count() > 1),
        ];
        string[] texts = [.. specs.Select(spec => string.Join(", ", fields.Where(name => spec[name] is not null).Select(name => Word(spec, name))))];
        string[] arms = [.. texts.Distinct()];
        armOfRun = [.. texts.Select(text => Array.IndexOf(arms, text))];
        FlatRecord[] first = [.. arms.Select((_, arm) => specs[Array.IndexOf(armOfRun, arm)])];
        values = [.. first.Select((spec, arm) => field is null ? (double?)null : Number(spec, field, runs[Array.IndexOf(armOfRun, arm)]))];
        Along = [.. fields.Where(name => name != field)];
        Names =
        [
            .. first.Select((spec, arm) => field is not null && values.Distinct().Count() == arms.Length ? Word(spec, field)
                : arms[arm].Length > 0 ? arms[arm]
                : fields.Length == 0 ? "all" : "none of these"),
        ];
    }

    /// <summary>Fields beside the law's in which arms differ.</summary>
    internal ImmutableArray<string> Along { get; }

    /// <summary>What an arm's presets have that others have not.</summary>
    internal ImmutableArray<string> Names { get; }

    internal int ArmOf(int run) => armOfRun[run];

    internal double? ValueOf(int arm) => values[arm];

    private static string Word(FlatRecord spec, string name) => $"{name}={RunsTable.Text(spec[name])}";

    private static double Number(FlatRecord spec, string field, Run run) => spec[field] switch
    {
        long whole => whole,
        double number => number,
        _ => throw new UserException(
            $"{field} is no number in the preset of {run.Name}",
            string.Create(CultureInfo.InvariantCulture, $"name one such as training.batch; `bindscope presets {run.Preset.Name}` prints every field")),
    };
}
