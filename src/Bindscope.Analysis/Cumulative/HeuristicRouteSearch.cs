using System.Collections.Immutable;
using System.Text.Json.Serialization;
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

    /// <summary>The cell and its fate; null where no program with the answer on line 1 goes through its tokens before the last layer.</summary>
    /// <param name="plateau">The last checkpoint of the heuristic phase.</param>
    /// <param name="last">The last checkpoint of all.</param>
    internal HeuristicRoute? Find(int plateau, int last)
    {
        Transformer model = run.LoadModel(plateau);
        int half = test.Count / 2;
        ImmutableArray<PairGroup> choosing = Drawer([.. test.Take(half)]).Draw(
            model, Selection([AnswerLineGroup.First]), PairKind.RootDigit, work.Workers, work.Cancellation);
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
        ImmutableArray<PairGroup> drawn = Drawer([.. test.Skip(half)]).DrawAll(model, Selection([]), PairKind.RootDigit, work.Workers, work.Cancellation);
        ImmutableArray<PairGroup> solved = SolvedAtTheEnd(drawn, run.LoadModel(last));
        ImmutableArray<PairGroup> followed = [.. solved.Where(group => group.Pairs.Length > 0)];
        RouteUse[] curve = [.. run.Checkpoints.Steps().SelectMany(step => At(step, followed, cell))];
        return new HeuristicRoute(
            plateau,
            cell,
            [.. layers.Select(layer => layer.Success)],
            [.. curve],
            [
                .. curve.GroupBy(use => use.AnswerLine).OrderBy(line => line.Key).Select(line => Fate(
                    line.Single(use => use.Step == plateau), line.Single(use => use.Step == last), Used * chosen.Value)),
            ],
            [
                .. solved.GroupBy(group => group.AnswerLine).OrderBy(line => line.Key).Select(line => new RoutePrograms(
                    line.Key, line.Sum(group => group.Tried), line.Sum(group => group.Solved), line.Sum(group => group.Pairs.Length))),
            ],
            spec.Cell);
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

    /// <summary>How often patching the cell's tokens on entering a layer turns the answer, groups of all depths counted together.</summary>
    private Proportion Success(Transformer model, ImmutableArray<PairGroup> groups, int layer)
    {
        ImmutableArray<PatchCell> cells = [new PatchCell(new Site(SiteKind.ResidualIn, layer), 0, spec.Cell ?? TokenRole.Colon)];
        ImmutableArray<ProgramPair> pairs = [.. groups.SelectMany(group => group.Pairs)];
        SweepResult result = RoleSweep.Run(model, pairs, cells, new SweepOptions(work.Workers), null, work.Cancellation);
        return EffectCells.Of(result, pairs, cells, Measure.Effect).Single().Success;
    }

    private PairDrawer Drawer(IReadOnlyList<SymbolicProgram> programs) => new(programs, run.Preset.Task.DigitCount);

    private PairSelection Selection(ImmutableArray<AnswerLineGroup> lines) => new(spec.PairsPerGroup, spec.Seed, AnswerLines: lines);

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
        }),
    ];
}

/// <summary>The cell by which the heuristic answers while it is all that the model has, and what became of it.</summary>
/// <param name="Checkpoint">The last checkpoint of the heuristic phase, at which the cell was looked for.</param>
/// <param name="Layer">
/// The first layer, from 2 on, on entering which the tokens hold nearly all that they ever hold there: nine tenths of their highest success in
/// programs with the answer on line 1.
/// </param>
/// <param name="ByLayer">Success of the tokens on entering layer 2, 3 and so on, in the programs that chose the layer.</param>
/// <param name="Curve">Success at every checkpoint, on other programs that this checkpoint and the last one solve, by answer line.</param>
/// <param name="Fates">What became of it, by answer line.</param>
/// <param name="Programs">How many programs were left out of curve and fates, by answer line; null in results of older builds.</param>
/// <param name="Role">The tokens at which it was looked for; null for the colon.</param>
public sealed record HeuristicRoute(
    int Checkpoint,
    int Layer,
    ImmutableArray<Proportion> ByLayer,
    ImmutableArray<RouteUse> Curve,
    ImmutableArray<RouteFate> Fates,
    ImmutableArray<RoutePrograms>? Programs = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    TokenRole? Role = null)
{
    /// <summary>The cell as people write it: <c>(5, colon)</c>.</summary>
    [JsonIgnore]
    public string Cell => FormattableString.Invariant($"({Layer}, {Role ?? TokenRole.Colon})");

    /// <summary>Success at the cell in the programs that chose it.</summary>
    [JsonIgnore]
    public Proportion Chosen => ByLayer[Layer - 2];

    /// <summary>
    /// Whether the cell is the heuristic's own: on the plateau answers on line 1 surely hang on it more often than answers after line 2, if any of
    /// those are solved. Where they do not, it is where all answers come to the end of the prompt.
    /// </summary>
    [JsonIgnore]
    public bool IsOwn => Fates.FirstOrDefault(fate => fate.AnswerLine == AnswerLineGroup.First) is { } first
        && Fates.FirstOrDefault(fate => fate.AnswerLine == AnswerLineGroup.Later) is var later
        && (later is null || first.Plateau.Low > later.Plateau.High);
}

/// <summary>On how many programs the heuristic's cell is followed.</summary>
/// <param name="AnswerLine">The programs' answer line.</param>
/// <param name="Tried">Programs, with their counterfactuals, that were tried.</param>
/// <param name="Plateau">Of those, the ones of which the checkpoint at the end of the plateau solves both.</param>
/// <param name="Followed">Of those again, the ones of which the last checkpoint solves both, too: the cell is followed on these.</param>
public sealed record RoutePrograms(AnswerLineGroup AnswerLine, int Tried, int Plateau, int Followed);

/// <summary>How often the answer hangs on the heuristic's cell at a checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="AnswerLine">The programs' answer line.</param>
/// <param name="Success">Share of programs, of all depths, whose answer becomes the source's when the cell is patched.</param>
public sealed record RouteUse(int Step, AnswerLineGroup AnswerLine, Proportion Success);

/// <summary>What became of the heuristic's cell in programs with the answer in one place.</summary>
/// <param name="AnswerLine">The programs' answer line.</param>
/// <param name="Plateau">Success at the checkpoint at which the cell was found.</param>
/// <param name="End">Success at the last checkpoint.</param>
/// <param name="Kind">What follows.</param>
public sealed record RouteFate(AnswerLineGroup AnswerLine, Proportion Plateau, Proportion End, RouteFateKind Kind);

/// <summary>Whether a cell is used, at half of the success by which it was chosen or more with its whole interval, at the plateau and at the end.</summary>
public enum RouteFateKind
{
    /// <summary>Then and now: the heuristic's route stays in use.</summary>
    Kept,

    /// <summary>Then, and no more.</summary>
    GivenUp,

    /// <summary>Now, and not then: the circuit uses the cell for what the heuristic did not answer.</summary>
    Reused,

    /// <summary>Neither then nor now.</summary>
    Unused,

    /// <summary>An interval reaches over the edge.</summary>
    Undecided,
}
