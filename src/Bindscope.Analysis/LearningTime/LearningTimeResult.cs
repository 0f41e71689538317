using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.LearningTime;

/// <summary>How long trainings took: plain data, as <c>analyses/learning-time/result.json</c> of the first run holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Field">The field of the law; null for arms alone.</param>
/// <param name="Accuracy">The accuracy at which a task counts as learned, 0 to 1.</param>
/// <param name="AfterLine">Only programs with the answer after this line count; 0 for all.</param>
/// <param name="Until">The last step that was looked at; 0 for each run's last.</param>
/// <param name="Along">Other fields in which runs of different arms differ; with a field, the law is of these, too.</param>
/// <param name="Arms">Trainings that differ in seeds alone are one arm; the first run's is the first.</param>
/// <param name="Runs">In the order given.</param>
/// <param name="Comparisons">Each other arm against the first, for each measure, in steps.</param>
/// <param name="Laws">For each measure and unit; empty without a field.</param>
/// <param name="Depth">How the deepest hops go with layers; null where the field is another than the layers.</param>
public sealed record LearningTimeResult(
    int Format,
    string? Field,
    double Accuracy,
    int AfterLine,
    int Until,
    ImmutableArray<string> Along,
    ImmutableArray<TimedArm> Arms,
    ImmutableArray<TimedRun> Runs,
    ImmutableArray<ArmComparison> Comparisons,
    ImmutableArray<TimeLaw> Laws,
    DepthLaws? Depth)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 2;
}

/// <summary>Trainings that differ in their seeds alone.</summary>
/// <param name="Name">What is theirs, as FIELD=VALUE.</param>
/// <param name="Value">The law's field; null without one.</param>
/// <param name="Runs">Their names.</param>
public sealed record TimedArm(string Name, double? Value, ImmutableArray<string> Runs);

/// <summary>What is timed.</summary>
public enum TimeMeasure
{
    /// <summary>From the first to the last evaluation of the heuristic phase.</summary>
    Plateau,

    /// <summary>From step 0 to the evaluation from which accuracy stays at the level.</summary>
    Learned,
}

/// <summary>What time is counted in.</summary>
public enum TimeUnit
{
    /// <summary>Updates.</summary>
    Steps,

    /// <summary>Tokens of the programs and queries that were trained on.</summary>
    Tokens,

    /// <summary>The sum of the updates' learning rates.</summary>
    RateSum,
}

/// <summary>A time of a run.</summary>
/// <param name="FromStep">Where it begins.</param>
/// <param name="ToStep">Where it ends, or the last evaluation where it had not ended.</param>
/// <param name="HasEnded">False where the run ended first: the time is longer.</param>
/// <param name="Steps">In steps.</param>
/// <param name="Tokens">In tokens.</param>
/// <param name="RateSum">In summed learning rates.</param>
public sealed record RunTime(long FromStep, long ToStep, bool HasEnded, double Steps, double Tokens, double RateSum)
{
    internal double In(TimeUnit unit) => unit switch
    {
        TimeUnit.Steps => Steps,
        TimeUnit.Tokens => Tokens,
        _ => RateSum,
    };
}

/// <summary>One run's times.</summary>
/// <param name="Name">The run.</param>
/// <param name="Seed">What its training was seeded with.</param>
/// <param name="Arm">Its arm, 0-based.</param>
/// <param name="Plateau">Its heuristic phase; null where it has none.</param>
/// <param name="PlateauAccuracy">Accuracy there, over all programs.</param>
/// <param name="Learned">Until accuracy stays at the level.</param>
/// <param name="Final">Accuracy at the last evaluation, of the programs that count.</param>
/// <param name="DeepestHops">The most hops up to which each number of hops is at the level at the last evaluation; 0 for none.</param>
/// <param name="AskedHops">The most hops of the programs that it is evaluated on.</param>
public sealed record TimedRun(
    string Name, ulong Seed, int Arm, RunTime? Plateau, Proportion? PlateauAccuracy, RunTime Learned, Proportion Final, int DeepestHops, int AskedHops)
{
    internal RunTime? Of(TimeMeasure measure) => measure == TimeMeasure.Plateau ? Plateau : Learned;
}
