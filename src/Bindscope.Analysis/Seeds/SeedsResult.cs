using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Phases;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Seeds;

/// <summary>Several runs side by side: plain data, as <c>analyses/seeds/result.json</c> of the first run holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Runs">In the order given.</param>
/// <param name="Spread">How far each boundary varies.</param>
/// <param name="Curve">Accuracy over the runs, at the steps that all of them have.</param>
/// <param name="AllThreePhases">Runs that go through chance, heuristic and solved, in this order.</param>
public sealed record SeedsResult(
    int Format, ImmutableArray<SeedRun> Runs, ImmutableArray<BoundarySpread> Spread, ImmutableArray<CurvePoint> Curve, int AllThreePhases)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>
    /// First step from which the runs have other rates or batches, where they have other numbers of steps: what comes before compares seeds
    /// alone. Null where all have the same number.
    /// </summary>
    public long? AlikeUntil { get; init; }

    /// <summary>What is to be said where the runs have other numbers of steps; empty where they have the same.</summary>
    public string Lengths() => Lengths(Runs.Select(run => run.Steps[^1]), AlikeUntil);

    /// <summary>The same for runs of these lengths.</summary>
    /// <param name="steps">Each run's steps.</param>
    /// <param name="alikeUntil">First step from which they have other rates or batches; null where they have not.</param>
    internal static string Lengths(IEnumerable<long> steps, long? alikeUntil)
    {
        if (alikeUntil is null)
        {
            return "";
        }

        string counts = string.Join(", ", steps.Select(count => FormattableString.Invariant($"{count:N0}")));
        return FormattableString.Invariant($"They have {counts} steps: up to step {alikeUntil:N0} they differ in seeds alone, from there in their rates, too.");
    }
}

/// <summary>One run's curve and boundaries.</summary>
/// <param name="Name">The run.</param>
/// <param name="Seed">What its training was seeded with.</param>
/// <param name="Phases">Its phases in order.</param>
/// <param name="Boundaries">Where they begin and end.</param>
/// <param name="Plateau">Accuracy in the heuristic phase; null where there is none.</param>
/// <param name="PlateauFirstTwoConstants">Share of predictions there that are one of the first two constants.</param>
/// <param name="Final">Accuracy at the last evaluation.</param>
/// <param name="Steps">Steps of its evaluations.</param>
/// <param name="Accuracy">Accuracy at each.</param>
public sealed record SeedRun(
    string Name,
    ulong Seed,
    ImmutableArray<PhaseKind> Phases,
    ImmutableArray<RunBoundary> Boundaries,
    Proportion? Plateau,
    double? PlateauFirstTwoConstants,
    Proportion Final,
    ImmutableArray<long> Steps,
    ImmutableArray<double> Accuracy);

/// <summary>A step that every run may reach.</summary>
public enum Boundary
{
    /// <summary>Last step of the first phase at chance.</summary>
    ChanceEnds,

    /// <summary>First step of the heuristic phase.</summary>
    HeuristicBegins,

    /// <summary>Last step of the heuristic phase.</summary>
    HeuristicEnds,

    /// <summary>First step of the solved phase.</summary>
    SolvedBegins,

    /// <summary>Accuracy stays at 90 % or above from here.</summary>
    Ninety,

    /// <summary>Accuracy stays at 99 % or above from here.</summary>
    NinetyNine,

    /// <summary>Accuracy stays at 99.9 % or above from here.</summary>
    NinetyNinePointNine,
}

/// <summary>One boundary of one run.</summary>
/// <param name="Boundary">Which.</param>
/// <param name="Step">The step; null where the run does not have it.</param>
/// <param name="Interval">The steps in which it lies, where it comes from a fit.</param>
public sealed record RunBoundary(Boundary Boundary, long? Step, StepInterval? Interval);

/// <summary>How far a boundary varies over runs.</summary>
/// <param name="Boundary">The boundary.</param>
/// <param name="Runs">Runs that have it.</param>
/// <param name="Of">Runs in all.</param>
/// <param name="Earliest">Its earliest step; null where no run has it, like the rest.</param>
/// <param name="Median">The median.</param>
/// <param name="Latest">Its latest step.</param>
/// <param name="Mean">Geometric mean of the steps.</param>
/// <param name="Low">Lower end of the mean's 95 % interval (Student's t on logarithms); null for a single run.</param>
/// <param name="High">Upper end.</param>
public sealed record BoundarySpread(
    Boundary Boundary, int Runs, int Of, long? Earliest, double? Median, long? Latest, double? Mean, double? Low, double? High);

/// <summary>Accuracy of all runs at a step that all of them evaluated.</summary>
/// <param name="Step">The step.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Mean">Mean accuracy.</param>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest.</param>
/// <param name="StandardDeviation">Over runs, with n - 1.</param>
public sealed record CurvePoint(long Step, int Runs, double Mean, double Lowest, double Highest, double StandardDeviation);

/// <summary>Several runs side by side, as tables.</summary>
internal static class SeedsViews
{
    internal static IEnumerable<View> Of(SeedsResult result)
    {
        yield return View.Of(
            $"{result.Runs.Length} runs; {result.AllThreePhases} go through chance, heuristic and solved, in this order",
            ["run", "seed", .. Enum.GetValues<Boundary>().Select(NameOf)],
            result.Runs.Select(run => (IEnumerable<Cell>)
                [run.Name, $"{run.Seed}", .. run.Boundaries.Select(boundary => boundary.Step is { } step ? step : (Cell)"-")]));
        if (result.Lengths() is { Length: > 0 } lengths)
        {
            yield return View.Of($"{lengths}");
        }

        yield return View.Of(
            $"levels, % (interval) of n",
            ["run", "right on the plateau", "says one of the first two constants", "right at the end"],
            result.Runs.Select(run => (IEnumerable<Cell>)
            [
                run.Name,
                run.Plateau is { } plateau ? Cell.Percent(plateau) : "-",
                run.PlateauFirstTwoConstants is { } share ? Cell.Percent(share) : "-",
                Cell.PercentOf(run.Final, "0.0"),
            ]));
        yield return View.Of(
            $"spread over runs; mean is geometric, with the interval of Student's t on logarithms",
            ["boundary", "runs", "earliest", "median", "latest", "mean (interval)"],
            result.Spread.Select(one => (IEnumerable<Cell>)
            [
                NameOf(one.Boundary),
                $"{one.Runs} of {one.Of}",
                one.Earliest,
                Cell.Number(one.Median, "0"),
                one.Latest,
                one switch
                {
                    { Mean: null } => "-",
                    { Low: null } => Cell.Number(one.Mean, "0"),
                    _ => new Cell(FormattableString.Invariant($"{one.Mean:0} ({one.Low:0}-{one.High:0})"), one.Mean, one.Low, one.High),
                },
            ]));
    }

    private static string NameOf(Boundary boundary) => boundary switch
    {
        Boundary.Ninety => "90 % from",
        Boundary.NinetyNine => "99 % from",
        Boundary.NinetyNinePointNine => "99.9 % from",
        _ => Cell.Words(boundary),
    };
}

/// <summary>Sums steps of several runs up. Steps vary by factors, so means and intervals are of their logarithms.</summary>
internal static class LogarithmicSpread
{
    internal static BoundarySpread Of(Boundary boundary, IReadOnlyList<long?> steps)
    {
        long[] known = [.. steps.OfType<long>().Order()];
        if (known.Length == 0)
        {
            return new BoundarySpread(boundary, 0, steps.Count, null, null, null, null, null, null);
        }

        // Step 0 has no logarithm, and nothing is learned before step 1.
        double[] logs = [.. known.Select(step => Math.Log(Math.Max(1, step)))];
        double mean = logs.Average();
        double half = known.Length == 1
            ? double.NaN
            : Student.Quantile(known.Length - 1) * Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (known.Length - 1) / known.Length);
        return new BoundarySpread(
            boundary,
            known.Length,
            steps.Count,
            known[0],
            (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2.0,
            known[^1],
            Math.Exp(mean),
            double.IsNaN(half) ? null : Math.Exp(mean - half),
            double.IsNaN(half) ? null : Math.Exp(mean + half));
    }
}
