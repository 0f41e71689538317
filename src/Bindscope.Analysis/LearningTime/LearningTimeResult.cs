using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
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
    public const int CurrentFormat = 3;
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
/// <param name="Plateau">Its heuristic phase; null where it has none, and where the run was led through stages.</param>
/// <param name="PlateauAccuracy">Accuracy there, over all programs; null along with it.</param>
/// <param name="Learned">Until accuracy stays at the level; null where the run was led through stages of easier programs, which would be what is timed.</param>
/// <param name="Final">Accuracy at the last evaluation, of the programs that count.</param>
/// <param name="DeepestHops">The most hops up to which each number of hops is at the level at the last evaluation; 0 for none.</param>
/// <param name="AskedHops">The most hops of the programs that it is evaluated on.</param>
public sealed record TimedRun(
    string Name,
    ulong Seed,
    int Arm,
    RunTime? Plateau,
    Proportion? PlateauAccuracy,
    RunTime? Learned,
    Proportion Final,
    int DeepestHops,
    int AskedHops)
{
    internal bool IsStaged => Learned is null;

    internal RunTime? Of(TimeMeasure measure) => measure == TimeMeasure.Plateau ? Plateau : Learned;
}

/// <summary>Times of trainings, as tables.</summary>
internal static class LearningTimeViews
{
    internal static IEnumerable<View> Of(LearningTimeResult result)
    {
        string programs = result.AfterLine > 0 ? FormattableString.Invariant($" of programs with the answer after line {result.AfterLine}") : "";
        string along = result.Field is not null && result.Along.Length > 0 ? $"; these differ along with it: {string.Join(", ", result.Along)}" : "";
        int staged = result.Runs.Count(run => run.IsStaged);
        string stages = staged > 0 ? FormattableString.Invariant($"; {staged} led through stages have no times") : "";
        string until = result.Until > 0 ? FormattableString.Invariant($", as if each had ended at step {result.Until}") : "";
        string learned = FormattableString.Invariant($"learned: accuracy{programs} stays at {100 * result.Accuracy:0.#} %; >: the run ended first{until}");
        yield return View.Of(
            $"{result.Runs.Length} runs in {result.Arms.Length} arms; {learned}{along}{stages}",
            ["run", "seed", "arm", "plateau, steps", "from", "to", "right on it, %", "learned, steps", "right at the end, %", "hops at the level"],
            result.Runs.Select(run => (IEnumerable<Cell>)
            [
                run.Name,
                $"{run.Seed}",
                run.Arm + 1,
                Time(run, TimeMeasure.Plateau),
                run.Plateau?.FromStep,
                run.Plateau?.ToStep,
                Cell.Percent(run.PlateauAccuracy),
                Time(run, TimeMeasure.Learned),
                Cell.PercentOf(run.Final, "0.0"),
                Hops(run),
            ]));
        if (result.Comparisons.Length > 0)
        {
            yield return View.Of(
                $"the arms",
                ["arm", "runs", "what is theirs"],
                result.Arms.Select((arm, i) => (IEnumerable<Cell>)[i + 1, arm.Runs.Length, arm.Name]));
            yield return View.Of(
                $"against arm 1, by pairs of equal seeds, in steps; ratio is the geometric mean with Student's t interval on logarithms",
                ["arm", "time", "pairs", "shorter", "longer", "undecided", "ratio (interval)"],
                result.Comparisons.Select(one => (IEnumerable<Cell>)
                [
                    one.Arm + 1, Cell.Words(one.Measure), one.Pairs, one.Shorter, one.Longer, one.Undecided, Ratio(one),
                ]));
        }

        if (result.Laws.Length > 0)
        {
            yield return View.Of(
                $"time = factor * {result.Field} ^ exponent, with 95 % intervals",
                ["time", "in", "runs", "not ended", "without it", "exponent (interval)", "factor", "runs scatter by a factor"],
                result.Laws.Select(law => (IEnumerable<Cell>)
                [
                    Cell.Words(law.Measure), Cell.Words(law.Unit), law.Runs, law.NotEnded, law.Without,
                    law.Exponent is { } exponent
                        ? new Cell(FormattableString.Invariant($"{exponent:0.00} ({law.Low:0.00} to {law.High:0.00})"), exponent, law.Low, law.High, law.Runs)
                        : $"no law: {law.Reason}",
                    Cell.Number(law.Factor, "0.###e0"),
                    Cell.Number(law.Scatter),
                ])).Named("laws");
        }

        if (result.Depth is { } depth)
        {
            yield return View.Of(
                $"deepest hops over layers, {depth.Runs} runs, {depth.Bounds} of which follow all that they are asked: {Said(depth)}",
                depth.Laws.IsEmpty ? []
                    : ["law", "hops at fewest layers", "at most layers", "with each layer (interval)", "scatter by a factor", "log likelihood", "p", "refused"],
                depth.Laws.Select(law => (IEnumerable<Cell>)
                [
                    Law(law.Kind), Cell.Number(law.Least), Cell.Number(law.Most), PerLayer(law), Cell.Number(law.Scatter), Cell.Number(law.LogLikelihood),
                    Cell.PValue(law.P), Cell.YesOrNo(!law.IsKept),
                ])).Named("depth");
        }
    }

    private static string Said(DepthLaws depth) => depth.Verdict switch
    {
        DepthVerdict.NoLaw => $"no law, {depth.Reason}",
        DepthVerdict.Undecided => "undecided",
        DepthVerdict.Linear => "as many more with each layer",
        DepthVerdict.LogHops => "as many times more with each layer, and not 2 ^ (layers - 2)",
        DepthVerdict.Doubling => "as many times more with each layer, as 2 ^ (layers - 2) has it",
        _ => "none of the three laws",
    };

    private static string Law(DepthLawKind kind) => kind switch
    {
        DepthLawKind.Linear => "a + b * layers",
        DepthLawKind.LogHops => "a * b ^ layers",
        _ => "2 ^ (layers - 2)",
    };

    private static Cell PerLayer(DepthLaw law)
    {
        string sign = law.Kind == DepthLawKind.Linear ? "+" : "* ";
        return law.Kind == DepthLawKind.Doubling ? new Cell($"{sign}2", law.PerLayer)
            : law.Low is null ? new Cell(FormattableString.Invariant($"{sign}{law.PerLayer:0.00} (no interval: too few runs without a bound)"), law.PerLayer)
            : new Cell(FormattableString.Invariant($"{sign}{law.PerLayer:0.00} ({law.Low:0.00} to {law.High:0.00})"), law.PerLayer, law.Low, law.High);
    }

    private static Cell Hops(TimedRun run) =>
        new(FormattableString.Invariant($"{run.DeepestHops} of {run.AskedHops}"), run.DeepestHops);

    private static Cell Time(TimedRun run, TimeMeasure measure) => run.Of(measure) is not { } time ? run.IsStaged ? "stages" : "none"
        : new Cell((time.HasEnded ? "" : "> ") + time.Steps.ToString("0", CultureInfo.InvariantCulture), time.Steps);

    private static Cell Ratio(ArmComparison one) => one switch
    {
        { Ratio: null } => "-",
        { IsBound: true } => new Cell(FormattableString.Invariant($"at least {one.Ratio:0.00}"), one.Ratio),
        { Low: null } => Cell.Number(one.Ratio),
        _ => new Cell(FormattableString.Invariant($"{one.Ratio:0.00} ({one.Low:0.00}-{one.High:0.00})"), one.Ratio, one.Low, one.High, one.Pairs),
    };
}
