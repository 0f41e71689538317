using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Cumulative;

/// <summary>How the routes are found and what is done to them. The means that parts are ablated to are over as many other programs.</summary>
public sealed record CumulativeSpec(
    [Field("pairs in each group (hops x answer line), for finding the routes", Option = "--pairs", Least = 2)] int PairsPerGroup = 60,
    [Field("programs on which accuracy is measured", Least = 10)] int Programs = 500,
    [Field("a part belongs to a route if its effect is at least this share of the route's largest", Above = 0, Most = 1)] double Share = 0.2,
    [Field("random sets of parts", Least = 1)] int Draws = 3,
    [Field("draws counterfactuals and random parts")] ulong Seed = 1,
    [Field(
        "find the circuit also on programs that the model gets wrong (by default base and counterfactual must both be solved)",
        Option = "--all-programs",
        Flag = nameof(SolvedRule.All),
        Chooses = true)]
    SolvedRule Solved = SolvedRule.BothSolved,
    [Field("tokens at which the heuristic's cell is looked for, the colon where nothing is said: end, or query+colon", Form = typeof(TokenRoleForm))]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    TokenRole? Cell = null);

/// <summary>Was the circuit built on top of the heuristic, and does the heuristic's route stay in use?</summary>
/// <remarks>
/// <para>
/// Question: the paper's claim of cumulative learning (Wu, Geiger and Millière, ICML 2025, section 4.3), tested. The parts of both routes,
/// heads at tokens of one kind, are found by patching; then each route's parts are ablated at every checkpoint: what can the other do alone?
/// And the last checkpoint's circuit, frozen: which of its parts already work at earlier checkpoints? The heuristic's cell of the residual
/// stream is looked for where the heuristic is, on its plateau, and followed to the end.
/// </para>
/// <para>
/// What would mislead: a part belongs to a route because the root's digit passes through it; parts that compute where to look are not found
/// so. An ablated head at all tokens of a kind breaks more than one chain's step, so equally many random parts stand beside. Blocks of
/// different checkpoints may fail together because their bases have drifted apart, though each does its work at home.
/// docs/methods/cumulative.md has the rest.
/// </para>
/// </remarks>
public sealed class CumulativeAnalysis : IAnalysis<CumulativeSpec, CumulativeResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "cumulative",
        "Cumulative learning",
        "Is the circuit built on the heuristic: what can each do without the other, and which parts worked when?",
        Scope.Run,
        CumulativeResult.CurrentFormat)
    { KeepsCheckpoints = true };

    /// <inheritdoc/>
    public static CumulativeSpec Default => new();

    /// <inheritdoc/>
    public static IEnumerable<CumulativeSpec> Sized(Run run, Budget budget) =>
        [new(Math.Max(Budget.FewestPrograms, budget.Programs / 2), Math.Max(150, 3 * budget.Programs))];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(CumulativeResult result) => CumulativeViews.Of(result);

    private sealed record Question(CumulativeSpec Spec, int Last);

    /// <summary>Tests the claim; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, there are too few programs, or the run has no checkpoint.</exception>
    public static CumulativeResult Run(Run run, CumulativeSpec spec, Work work)
    {
        Info.Require(spec);

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
        var folder = new AnalysisFolder(run, Info.Name);
        var drawer = new PairDrawer(test, run.Preset.Task.DigitCount);
        work.Progress?.Report(new AnalysisProgress("routes", 0, steps.Count));
        Routes routes = folder.Part("checkpoints", "routes", question, () => new RouteSearch(run, drawer, spec, work).Find(last));
        HeuristicRoute? route = RouteSearch.Plateau(run) is { } plateau
            ? folder.Part("checkpoints", "heuristic-route", question, () => new HeuristicRouteSearch(run, test, spec, work).Find(plateau, last))
            : null;
        ImmutableArray<PairGroup> groups = Groups(run, drawer, spec, last, work);
        var ablations = new Ablations(run.Preset.Model, routes, spec);
        var answers = new Answers(counted);
        ImmutableArray<CheckpointCumulative> found = work.OfEach(folder, steps, question, step =>
        {
            Transformer model = run.LoadModel(step);
            return new CheckpointCumulative(
                ablations.At(model, step, answers, others, work),
                CircuitParts.At(model, step, routes.Circuit, groups, work),
                Transplants.At(run, step, last, answers, work.Cancellation));
        });
        return Result(last, counted.Length, routes, route, found);
    }

    /// <summary>The programs of the frozen circuit: solved by the last checkpoint, the same at all.</summary>
    private static ImmutableArray<PairGroup> Groups(Run run, PairDrawer drawer, CumulativeSpec spec, int last, Work work)
    {
        Transformer model = run.LoadModel(last);
        return drawer.Draw(
            model, new PairSelection(spec.PairsPerGroup, spec.Seed, spec.Solved), PairKind.RootDigit, work.Workers, work.Cancellation);
    }

    private static CumulativeResult Result(
        int last, int programs, Routes routes, HeuristicRoute? route, ImmutableArray<CheckpointCumulative> checkpoints)
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
            [.. checkpoints.SelectMany(one => one.Transplants)],
            route);
    }
}
