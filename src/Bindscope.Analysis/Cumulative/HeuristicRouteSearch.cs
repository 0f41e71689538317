using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Cumulative;

/// <summary>
/// Finds the heuristic's cell where the heuristic is, at the end of its plateau, and follows it to the last checkpoint. A cell that is looked for
/// at the last checkpoint alone is not found where the route was given up.
/// </summary>
internal sealed class HeuristicRouteSearch(Run run, IReadOnlyList<SymbolicProgram> test, CumulativeSpec spec, Work work)
{
    /// <summary>A layer with this share of the highest success has what the colon needs.</summary>
    private const double NearlyAll = 0.9;

    /// <summary>Used is what turns at least this share of what the chosen cell turned.</summary>
    private const double Used = 0.5;

    /// <summary>Less than this at the plateau is no route.</summary>
    private const double Least = 0.3;

    /// <summary>The cell and its fate; null where no program with the answer on line 1 goes through the colon before the last layer.</summary>
    /// <param name="plateau">The last checkpoint of the heuristic phase.</param>
    /// <param name="last">The last checkpoint of all.</param>
    internal HeuristicRoute? Find(int plateau, int last)
    {
        Transformer model = run.LoadModel(plateau);
        int half = test.Count / 2;
        ImmutableArray<PairGroup> choosing = Draw([.. test.Take(half)], model, [AnswerLineGroup.First]);
        (int Layer, Proportion Success)[] layers =
        [
            .. Enumerable.Range(2, model.Spec.Layers - 1).Select(layer => (layer, Success(model, choosing, layer))),
        ];
        double most = layers.Select(layer => layer.Success.Value).DefaultIfEmpty().Max();
        if (most < Least)
        {
            return null;
        }

        (int cell, Proportion chosen) = layers.First(layer => layer.Success.Value >= NearlyAll * most);
        ImmutableArray<PairGroup> followed = SolvedAtTheEnd(Draw([.. test.Skip(half)], model, []), run.LoadModel(last));
        RouteUse[] curve = [.. run.Checkpoints.Steps().SelectMany(step => At(step, followed, cell))];
        return new HeuristicRoute(
            plateau,
            cell,
            [.. layers.Select(layer => layer.Success)],
            [.. curve],
            [
                .. curve.GroupBy(use => use.AnswerLine).OrderBy(line => line.Key).Select(line => Fate(
                    line.Single(use => use.Step == plateau), line.Single(use => use.Step == last), Used * chosen.Value)),
            ]);
    }

    private static RouteFate Fate(RouteUse plateau, RouteUse end, double level) => new(
        plateau.AnswerLine,
        plateau.Success,
        end.Success,
        (IsUsed(plateau.Success, level), IsUsed(end.Success, level)) switch
        {
            (true, true) => RouteFateKind.Kept,
            (true, false) => RouteFateKind.GivenUp,
            (false, true) => RouteFateKind.Reused,
            (false, false) => RouteFateKind.Unused,
            _ => RouteFateKind.Undecided,
        });

    private static bool? IsUsed(Proportion success, double level) => success.Low >= level ? true : success.High < level ? false : null;

    private IEnumerable<RouteUse> At(int step, ImmutableArray<PairGroup> groups, int layer)
    {
        work.Cancellation.ThrowIfCancellationRequested();
        Transformer model = run.LoadModel(step);
        return groups.GroupBy(group => group.AnswerLine).OrderBy(line => line.Key)
            .Select(line => new RouteUse(step, line.Key, Success(model, [.. line], layer)));
    }

    /// <summary>How often patching the colon on entering a layer turns the answer, groups of all depths counted together.</summary>
    private Proportion Success(Transformer model, ImmutableArray<PairGroup> groups, int layer)
    {
        ImmutableArray<PatchCell> cells = [new PatchCell(new Site(SiteKind.ResidualIn, layer), 0, TokenRole.Colon)];
        ImmutableArray<ProgramPair> pairs = [.. groups.SelectMany(group => group.Pairs)];
        SweepResult result = RoleSweep.Run(model, pairs, cells, new SweepOptions(work.Workers), null, work.Cancellation);
        return EffectCells.Of(result, pairs, cells, Measure.Effect).Single().Success;
    }

    private ImmutableArray<PairGroup> Draw(
        IReadOnlyList<SymbolicProgram> programs, Transformer model, ImmutableArray<AnswerLineGroup> lines) =>
        new PairDrawer(programs, run.Preset.Task.DigitCount).Draw(
            model, new PairSelection(spec.PairsPerGroup, spec.Seed, AnswerLines: lines), PairKind.RootDigit, work.Workers, work.Cancellation);

    /// <summary>The pairs that another checkpoint solves as well, so that what changes is the way and not whether there is an answer.</summary>
    private ImmutableArray<PairGroup> SolvedAtTheEnd(ImmutableArray<PairGroup> groups, Transformer model) =>
    [
        .. groups.Select(group =>
        {
            int[] said = Predictor.Answers(
                model, [.. group.Pairs.Select(pair => pair.Base), .. group.Pairs.Select(pair => pair.Source)], work.Workers, work.Cancellation);
            return group with
            {
                Pairs =
                [
                    .. group.Pairs.Where((pair, i) => said[i] == pair.BaseExecution.Value
                        && said[group.Pairs.Length + i] == pair.SourceExecution.Value),
                ],
            };
        }).Where(group => group.Pairs.Length > 0),
    ];
}
