using System.Collections.Immutable;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Finds the parts of the two routes by patching every head's output at every token of the chain.</summary>
internal sealed class RouteSearch(Run run, PairDrawer drawer, CumulativeSpec spec, Work work)
{
    /// <summary>Digits of the first two lines that are less than this ahead at the colon have no early route of their own.</summary>
    private const double Ahead = 0.1;

    internal Routes Find(int last)
    {
        Transformer model = run.LoadModel(last);
        ImmutableArray<PairGroup> groups = Draw(model, spec.Solved);
        ImmutableArray<PairGroup> later = [.. groups.Where(group => group.AnswerLine == AnswerLineGroup.Later)];
        ImmutableArray<PairGroup> first = [.. groups.Where(group => group.AnswerLine != AnswerLineGroup.Later)];
        ImmutableArray<RoutePart> circuit = Parts(model, later.IsEmpty ? groups : later);
        EarlyRoute? early = later.IsEmpty || first.IsEmpty ? null : Early(model, first, later);
        if (early is { IsRetained: true })
        {
            // What brings a digit to the colon before the layer at which it is there.
            ImmutableArray<RoutePart> own =
                [.. Parts(model, first).Where(part => part.Token == TokenKind.Colon && part.Layer < early.Layer)];
            if (own.Length > 0)
            {
                return new Routes(early, RouteOrigin.Last, last, own, circuit);
            }
        }

        return Plateau(run) is { } step && AtPlateau(step) is { Length: > 0 } parts
            ? new Routes(early, RouteOrigin.Plateau, step, parts, circuit)
            : new Routes(early, RouteOrigin.None, null, [], circuit);
    }

    private ImmutableArray<PairGroup> Draw(Transformer model, SolvedRule solved) => drawer.Draw(
        model, new PairSelection(spec.PairsPerGroup, spec.Seed, solved), PairKind.RootDigit, work.Workers, work.Cancellation);

    /// <summary>The last checkpoint of the heuristic phase; null where the run has none.</summary>
    internal static int? Plateau(Run run)
    {
        if (!File.Exists(run.MetricsPath))
        {
            return null;
        }

        PhasesResult phases = PhasesAnalysis.Run(PhaseMetrics.Of(run), PhasesAnalysis.Of(run));
        Phase? heuristic = phases.Phases.LastOrDefault(phase => phase.Kind == PhaseKind.Heuristic);
        int[] inside = heuristic is null
            ? []
            : [.. run.Checkpoints.Steps().Where(step => step >= heuristic.FirstStep && step <= heuristic.LastStep)];
        return inside.Length == 0 ? null : inside[^1];
    }

    /// <summary>All programs count: the plateau solves few, and those not by its heuristic alone.</summary>
    private ImmutableArray<RoutePart> AtPlateau(int step)
    {
        Transformer model = run.LoadModel(step);
        return Parts(model, [.. Draw(model, SolvedRule.All).Where(group => group.AnswerLine != AnswerLineGroup.Later)]);
    }

    /// <summary>The parts whose effect is surely above zero and at least the wanted share of the largest.</summary>
    private ImmutableArray<RoutePart> Parts(Transformer model, ImmutableArray<PairGroup> groups)
    {
        RoutePart[] all =
        [
            .. groups.SelectMany(group =>
            {
                ImmutableArray<PatchCell> cells = PatchAnalysis.Cells(model.Spec, PatchTarget.Heads, group.Hops, TokenChoice.Spans);
                return Swept(model, group, cells).Select(cell => new RoutePart(
                    cell.Layer, cell.Head, TokenKinds.Of(cell.Role), group.Hops, group.AnswerLine, cell.Role, cell.Effect));
            }).Where(part => part.Effect.Low > 0),
        ];
        double level = spec.Share * all.Select(part => part.Effect.Value).DefaultIfEmpty().Max();
        return
        [
            .. all.GroupBy(part => part.Part).Select(same => same.MaxBy(part => part.Effect.Value)!)
                .Where(part => part.Effect.Value >= level)
                .OrderByDescending(part => part.Effect.Value),
        ];
    }

    private EarlyRoute? Early(Transformer model, ImmutableArray<PairGroup> first, ImmutableArray<PairGroup> later)
    {
        (int Layer, Proportion Share)[] Colon(ImmutableArray<PairGroup> groups)
        {
            GroupCells[] cells =
            [
                .. groups.Select(group => new GroupCells(
                    group.Hops,
                    group.AnswerLine,
                    Swept(model, group, PatchAnalysis.Cells(model.Spec, PatchTarget.Residual, group.Hops)))),
            ];
            int programs = groups.Sum(group => group.Pairs.Length);
            return
            [
                .. CellChoice.ByLayer(cells, TokenRole.Colon).Where(layer => layer.Layer > 1)
                    .Select(layer => (layer.Layer, Proportion.Of(layer.Success, programs))),
            ];
        }

        // The layer is chosen on every other pair and judged on the others.
        int? layer = null;
        double most = double.NegativeInfinity;
        foreach (((int at, Proportion ahead), (_, Proportion behind)) in Colon(Half(first, 0)).Zip(Colon(Half(later, 0))))
        {
            if (ahead.Value - behind.Value > most)
            {
                (layer, most) = (at, ahead.Value - behind.Value);
            }
        }

        if (layer is not { } best)
        {
            return null;
        }

        Proportion early = Colon(Half(first, 1)).Single(one => one.Layer == best).Share;
        Proportion others = Colon(Half(later, 1)).Single(one => one.Layer == best).Share;
        return new EarlyRoute(best, early, others, early.Value - others.Value >= Ahead && early.Low > others.High);
    }

    /// <summary>Every other pair of each group; a single pair is in both halves.</summary>
    private static ImmutableArray<PairGroup> Half(ImmutableArray<PairGroup> groups, int half) =>
        [.. groups.Select(group => group.Pairs.Length < 2 ? group : group with { Pairs = [.. group.Pairs.Where((_, i) => i % 2 == half)] })];

    private ImmutableArray<EffectCell> Swept(Transformer model, PairGroup group, ImmutableArray<PatchCell> cells) => EffectCells.Of(
        RoleSweep.Run(model, group.Pairs, cells, new SweepOptions(work.Workers), null, work.Cancellation), group.Pairs, cells, Measure.Effect);
}

/// <summary>The routes' parts, strongest first.</summary>
/// <param name="Early">What is left of the early route at the last checkpoint; null where the programs do not tell.</param>
/// <param name="Origin">Where the heuristic's parts come from.</param>
/// <param name="HeuristicCheckpoint">The checkpoint they come from; null where there are none.</param>
/// <param name="Heuristic">The heuristic's parts.</param>
/// <param name="Circuit">The last checkpoint's circuit, from programs with the answer after line 2.</param>
internal sealed record Routes(
    EarlyRoute? Early, RouteOrigin Origin, int? HeuristicCheckpoint, ImmutableArray<RoutePart> Heuristic, ImmutableArray<RoutePart> Circuit);
