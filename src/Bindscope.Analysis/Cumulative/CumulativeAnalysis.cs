using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Cumulative;

/// <summary>How the routes are found and what is done to them.</summary>
/// <param name="PairsPerGroup">Pairs of each group (hops x answer line) that find the routes' parts, 2 or more.</param>
/// <param name="Programs">Programs of the test set whose answers are counted, 10 or more; the means are over as many others.</param>
/// <param name="Share">A part belongs to a route if its effect is at least this share of the route's largest, above 0 and up to 1.</param>
/// <param name="Draws">Random sets of parts, 1 or more.</param>
/// <param name="Seed">Draws counterfactuals and random parts.</param>
/// <param name="Solved">Which pairs find the circuit.</param>
public sealed record CumulativeSpec(
    int PairsPerGroup = 60,
    int Programs = 500,
    double Share = 0.2,
    int Draws = 3,
    ulong Seed = 1,
    SolvedRule Solved = SolvedRule.BothSolved)
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "cumulative";

    /// <summary>Lists everything that is wrong with this spec.</summary>
    /// <returns>One sentence per problem; empty when it can be used.</returns>
    public IReadOnlyList<string> Validated()
    {
        var problems = new List<string>();
        foreach ((string name, int value, int least) in new[]
        {
            ("pairsPerGroup", PairsPerGroup, 2), ("programs", Programs, 10), ("draws", Draws, 1),
        })
        {
            if (value < least)
            {
                problems.Add($"{name} is {value}; it must be at least {least}");
            }
        }

        if (Share is not (> 0 and <= 1))
        {
            problems.Add(FormattableString.Invariant($"share is {Share}; it must be above 0 and at most 1"));
        }

        return problems;
    }
}

/// <summary>Was the circuit built on top of the heuristic, and does the heuristic's route stay in use?</summary>
/// <remarks>
/// <para>
/// Question: the paper's claim of cumulative learning (Wu, Geiger and Millière, ICML 2025, section 4.3), tested. The parts of both routes,
/// heads at tokens of one kind, are found by patching; then each route's parts are ablated at every checkpoint: what can the other do alone?
/// And the last checkpoint's circuit, frozen: which of its parts already work at earlier checkpoints?
/// </para>
/// <para>
/// What would mislead: a part belongs to a route because the root's digit passes through it; parts that compute where to look are not found
/// so. An ablated head at all tokens of a kind breaks more than one chain's step, so equally many random parts stand beside. Blocks of
/// different checkpoints may fail together because their bases have drifted apart, though each does its work at home.
/// docs/methods/cumulative.md has the rest.
/// </para>
/// </remarks>
public static class CumulativeAnalysis
{
    private sealed record Question(CumulativeSpec Spec, int Last);

    /// <summary>Tests the claim; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, there are too few programs, or the run has no checkpoint.</exception>
    public static CumulativeResult Run(Run run, CumulativeSpec spec, Work work)
    {
        if (spec.Validated() is { Count: > 0 } problems)
        {
            throw new UserException($"cumulative: {string.Join("; ", problems)}", "correct these values");
        }

        int last = RunCheckpoint.StepOf(run, "last");
        IReadOnlyList<SymbolicProgram> test = run.HeldBackSplits(work.Cancellation).Test;
        if (test.Count < 2 * spec.Programs)
        {
            throw new UserException(
                $"the test set has {test.Count} programs; {spec.Programs} to count and as many for the means are needed",
                $"give --programs {test.Count / 2}");
        }

        // From the end, so that those which find the parts, from the beginning, are others where the test set is large.
        SymbolicProgram[] counted = [.. test.TakeLast(spec.Programs)];
        SymbolicProgram[] others = [.. test.SkipLast(spec.Programs).TakeLast(spec.Programs)];
        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        var question = new Question(spec, last);
        var folder = new AnalysisFolder(run, CumulativeSpec.FolderName);
        var drawer = new PairDrawer(test, run.Preset.Task.DigitCount);
        work.Progress?.Report(new AnalysisProgress("routes", 0, steps.Count));
        Routes routes = folder.Part("checkpoints", "routes", question, () => new RouteSearch(run, drawer, spec, work).Find(last));
        ImmutableArray<PairGroup> groups = Groups(run, drawer, spec, last, work);
        var ablations = new Ablations(run.Preset.Model, routes, spec);
        var answers = new Answers(counted);
        var found = new List<CheckpointCumulative>();
        foreach (int step in steps)
        {
            work.Progress?.Report(new AnalysisProgress("checkpoints", found.Count, steps.Count));
            work.Cancellation.ThrowIfCancellationRequested();
            found.Add(folder.Part("checkpoints", step.ToString("D6", CultureInfo.InvariantCulture), question, () =>
            {
                Transformer model = RunCheckpoint.Load(run, step);
                return new CheckpointCumulative(
                    ablations.At(model, step, answers, others, work),
                    CircuitParts.At(model, step, routes.Circuit, groups, work),
                    Transplants.At(run, step, last, answers, work.Cancellation));
            }));
        }

        work.Progress?.Report(new AnalysisProgress("checkpoints", steps.Count, steps.Count));
        return Result(last, counted.Length, routes, found);
    }

    /// <summary>The programs of the frozen circuit: solved by the last checkpoint, the same at all.</summary>
    private static ImmutableArray<PairGroup> Groups(Run run, PairDrawer drawer, CumulativeSpec spec, int last, Work work)
    {
        Transformer model = RunCheckpoint.Load(run, last);
        return drawer.Draw(
            model, new PairSelection(spec.PairsPerGroup, spec.Seed, spec.Solved), PairKind.RootDigit, work.Workers, work.Cancellation);
    }

    private static CumulativeResult Result(int last, int programs, Routes routes, List<CheckpointCumulative> checkpoints)
    {
        ImmutableArray<PartEffect> effects = [.. checkpoints.SelectMany(one => one.Effects)];
        return new CumulativeResult(
            CumulativeResult.CurrentFormat,
            last,
            programs,
            routes.Early,
            routes.Origin,
            routes.HeuristicCheckpoint,
            routes.Heuristic,
            routes.Circuit,
            routes.Heuristic.Select(part => part.Part).Intersect(routes.Circuit.Select(part => part.Part)).Count(),
            [.. checkpoints.SelectMany(one => one.Ablations)],
            effects,
            CircuitParts.Order(effects),
            [.. checkpoints.SelectMany(one => one.Transplants)]);
    }
}
