using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions.Graphs;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Analysis.Circuits.Beside;

/// <summary>Which run a run's circuit is put beside, on programs that the last checkpoints of both solve.</summary>
public sealed record BesideSpec(
    [Field("the other run, of a task with as many lines", Required = true, Form = typeof(RunForm))] string Beside,
    PairSelection Selection,
    [Field("what ranks the edges: exact (each patched), eap, eap-ig or relp", Form = typeof(EdgeScoreForm))]
    EdgeScore Score = EdgeScore.Exact);

/// <summary>Do two models do it in the same way? Their circuits compared by what their edges do, whatever the heads are called.</summary>
/// <remarks>
/// <para>
/// Question: another seed numbers its heads otherwise and may use other layers. So an edge counts by its kind: whether the embedding, a head or an MLP adds,
/// whether a query, key, value, MLP or the read-out reads, and at which token. Each model is run with all its edges of the other circuit's kinds and
/// everything else from the source run: what the other does, asked of this one.
/// </para>
/// <para>
/// What would mislead: kinds know no layers and no order, and a circuit of many kinds allows much, so its swap succeeds easily. A swap that fails
/// says more than one that succeeds; random kinds of the same number stand beside it, and both directions are told.
/// </para>
/// </remarks>
public sealed class BesideAnalysis : IAnalysis<BesideSpec, BesideResult>
{
    private const int RandomDraws = 5;

    /// <summary>Programs that are tried for one that both models have to solve.</summary>
    private const int Patience = 2;

    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "circuit-beside",
        "Two circuits",
        "Do two runs' circuits do the same, whatever their heads are called? Each model with the other circuit's kinds of edges.",
        Scope.Run,
        BesideResult.CurrentFormat);

    /// <inheritdoc/>
    public static BesideSpec Default => new("", new PairSelection(10));

    /// <inheritdoc/>
    public static IEnumerable<BesideSpec> Sized(Run run, Budget budget) => [];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(BesideResult result) => result.Groups.Select(group => View.Of(
        $"""
        {PatchViews.TitleOf(group.Hops, group.AnswerLine, group.Choosing + group.Judging, group.Solved, group.Tried)}, by both models
        {group.Undefined ?? FormattableString.Invariant($"{group.SharedKinds} kinds of edges in both circuits; f in %")}
        """,
        ["run", "edges", "f", "kinds", "f of its own kinds", "f of the other's kinds", "f of random kinds"],
        group.Circuits.Select(one => (IEnumerable<Cell>)
        [
            one.Run,
            one.Size,
            Cell.Percent(one.Faithfulness, CircuitViews.Whole),
            one.Kinds.Length,
            Cell.Percent(one.OwnKinds, CircuitViews.Whole),
            Cell.Percent(one.Swapped, CircuitViews.Whole),
            Cell.Percent(one.Random, CircuitViews.Whole),
        ])));

    /// <summary>Finds both circuits and swaps their kinds.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, the tasks differ in their lines, or no program fits it.</exception>
    public static BesideResult Run(Run run, BesideSpec spec, Work work)
    {
        Info.Require(spec);
        Run other = Bindscope.Runs.Run.Open(spec.Beside);
        if (other.Preset.Task.Lines != run.Preset.Task.Lines)
        {
            throw new UserException(
                $"programs of {run.Name} have {run.Preset.Task.Lines} lines, those of {other.Name} {other.Preset.Task.Lines}",
                "name two runs of one task");
        }

        Transformer[] models = [.. new[] { run, other }.Select(one => one.LoadModel(RunCheckpoint.StepOf(one, "last")))];
        string[] names = [run.Name, other.Name == run.Name ? other.Directory : other.Name];
        var drawer = PairDrawer.Of(run, spec.Selection, work.Cancellation, SourceTokens.ByPosition);
        ImmutableArray<PairGroup> drawn = drawer.Draw(
            models[0], spec.Selection with { Programs = 2 * Patience * spec.Selection.Programs }, PairKind.RootDigit, work.Workers, work.Cancellation);
        var groups = ImmutableArray.CreateBuilder<BesideGroup>();
        foreach (PairGroup group in drawn)
        {
            work.Progress?.Report(new AnalysisProgress("groups", groups.Count, drawn.Length));
            groups.Add(Of(models, names, group, spec, work));
        }

        return new BesideResult(BesideResult.CurrentFormat, names[0], names[1], spec.Score, groups.ToImmutable());
    }

    private static BesideGroup Of(Transformer[] models, string[] names, PairGroup group, BesideSpec spec, Work work)
    {
        bool[] right = PairDrawer.Solves(models[1], group.Pairs, work.Workers, work.Cancellation);
        ProgramPair[] both = [.. group.Pairs.Where((_, i) => right[i])];
        // What the first model does not solve is not among the pairs.
        int solved = group.Pairs.Length == 0 ? 0 : group.Solved * both.Length / group.Pairs.Length;
        int half = Math.Min(spec.Selection.Programs, both.Length / 2);
        var empty = new BesideGroup(group.Hops, group.AnswerLine, group.Tried, solved, half, half, null, 0, []);
        if (half == 0)
        {
            return empty with { Undefined = "both models together solve too few of these programs" };
        }

        (EdgePairs choosing, EdgePairs judging) = (CircuitTokens.Of(both[..half]), CircuitTokens.Of(both[half..(2 * half)]));
        EdgeGraph[] graphs = [.. models.Select(model => CircuitTokens.Graph(model.Spec, group.Hops))];
        FaithfulnessMeter[] meters = [.. models.Select((model, i) => new FaithfulnessMeter(model, graphs[i], judging, work))];
        string? undefined = meters.Select(meter => CircuitAnalysis.Undefined(group.Tried, solved, meter.Gap)).FirstOrDefault(reason => reason is not null);
        if (undefined is not null)
        {
            return empty with { Undefined = undefined };
        }

        int[][] circuits =
        [
            .. models.Select((model, i) => CircuitSearch.Smallest(
                model, graphs[i], choosing, CircuitAnalysis.Effects(model, graphs[i], choosing, spec.Score, work), work)),
        ];
        ImmutableArray<string> tokens = CircuitTokens.Names(group.Hops);
        string[][] kinds = [.. graphs.Select(graph => graph.Edges.Select(edge => KindOf(graph, edge, tokens)).ToArray())];
        ImmutableArray<string>[] had = [.. circuits.Select((circuit, i) => circuit.Select(edge => kinds[i][edge]).Distinct().ToImmutableArray())];
        return empty with
        {
            SharedKinds = had[0].Intersect(had[1]).Count(),
            Circuits = [.. models.Select((_, i) => Swapped(i))],
        };

        SwappedCircuit Swapped(int i)
        {
            string[] all = [.. kinds[i].Distinct()];
            Estimate[] measured = meters[i].Of([new CircuitSearch(graphs[i], circuits[i]).Circuit(circuits[i]), Allowed(had[i]), Allowed(had[1 - i])]);
            return new SwappedCircuit(
                names[i],
                circuits[i].Length,
                measured[0],
                had[i],
                measured[1],
                measured[2],
                meters[i].MeanOf(
                [
                    .. Enumerable.Range(0, RandomDraws).Select(draw => Allowed(
                        [.. Shuffle.Of(all, new Seed(spec.Selection.Seed).Split("kinds").Split(draw).Stream().Next).Take(had[1 - i].Length)])),
                ]));

            bool[] Allowed(ImmutableArray<string> some)
            {
                var set = some.ToHashSet(StringComparer.Ordinal);
                return [.. kinds[i].Select(set.Contains)];
            }
        }
    }

    private static string KindOf(EdgeGraph graph, GraphEdge edge, ImmutableArray<string> tokens) =>
        $"{graph.Sources[edge.Source].Kind} to {graph.Inputs[edge.Input].Kind} at {tokens[edge.Group]}".ToLowerInvariant();
}

/// <summary>Two runs' circuits by what they do: plain data, as <c>analyses/circuit-beside/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="First">The run.</param>
/// <param name="Second">The other run.</param>
/// <param name="Score">What ranked the edges.</param>
/// <param name="Groups">The groups of programs.</param>
public sealed record BesideResult(int Format, string First, string Second, EdgeScore Score, ImmutableArray<BesideGroup> Groups)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>Both circuits on the programs of one group.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Solved">Of those, the ones of which both models solve base and source.</param>
/// <param name="Choosing">Pairs on which both circuits were chosen.</param>
/// <param name="Judging">Other pairs, on which they were judged.</param>
/// <param name="Undefined">Why nothing can be said; null where something can, and the rest is empty where not.</param>
/// <param name="SharedKinds">Kinds of edges that both circuits have.</param>
/// <param name="Circuits">The run's circuit, then the other's.</param>
public sealed record BesideGroup(
    int Hops,
    AnswerLineGroup AnswerLine,
    int Tried,
    int Solved,
    int Choosing,
    int Judging,
    string? Undefined,
    int SharedKinds,
    ImmutableArray<SwappedCircuit> Circuits);

/// <summary>One model's circuit, and what the model does with the other's kinds of edges.</summary>
/// <param name="Run">The run.</param>
/// <param name="Size">Edges of its circuit.</param>
/// <param name="Faithfulness">f of its circuit.</param>
/// <param name="Kinds">Kinds of edges that its circuit has: embedding, head or MLP; query, key, value, MLP or read-out; token.</param>
/// <param name="OwnKinds">f of all its edges of its own circuit's kinds.</param>
/// <param name="Swapped">f of all its edges of the other circuit's kinds.</param>
/// <param name="Random">f of all its edges of as many random kinds as the other circuit has: mean of several draws.</param>
public sealed record SwappedCircuit(
    string Run, int Size, Estimate Faithfulness, ImmutableArray<string> Kinds, Estimate OwnKinds, Estimate Swapped, Estimate Random);
