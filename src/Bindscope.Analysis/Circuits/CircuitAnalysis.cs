using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions.Graphs;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Analysis.Circuits;

/// <summary>Which edges are scored, on which programs: so many choose the circuit, as many others judge it.</summary>
public sealed record CircuitSpec(
    [Step] int Checkpoint,
    PairSelection Selection,
    [Field("what ranks the edges: exact (each patched), eap, eap-ig or relp", Folder = "{0}", Form = typeof(EdgeScoreForm))]
    EdgeScore Score = EdgeScore.Exact,
    [Field("edges that are taken by rank; 0 for the fewest with which f is within 0.1 of 1", Least = 0)] int Size = 0,
    [Field(
        "what the source changes: digit (the root's; the way of the digit) or names (two lines exchange theirs, so that the root is elsewhere; what finds it)",
        Folder = "{0}")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    CircuitChange Change = CircuitChange.Digit);

/// <summary>Which edges between components, at which tokens, carry the answer: the smallest circuit that does what the model does.</summary>
/// <remarks>
/// <para>
/// Question: of all that a head, an MLP or the embedding adds and a query, key, value, MLP or the read-out reads, at tokens named by their role, what does
/// the answer hang on? Every edge is patched exactly, one at a time, from a run whose root holds another digit, or is another line; three estimates by
/// gradients stand beside it with their errors. Circuits of the highest-ranked edges are run with all other edges from the other run, and judged on
/// programs that did not choose them: f, CPR and CMD of the MIB benchmark (A. Mueller et al., 2025), completeness and minimality (K. Wang et al., 2023),
/// overlap under resampling, and a rival that does the same with other edges.
/// </para>
/// <para>
/// What would mislead: where both runs differ in one digit, this is the way of the digit; what finds the line (names, addresses) is the same in both
/// runs and is no edge there. Where two names are exchanged, it is that, and where the digit comes from is the same in both. One edge
/// patched at a time misses edges that back each other up. A model that answers by luck has a gap on the programs
/// that it got right: where fewer than half are solved, there is no circuit to speak of. docs/methods/circuit.md has the rest.
/// </para>
/// </remarks>
public sealed class CircuitAnalysis : IAnalysis<CircuitSpec, CircuitResult>
{
    private const int RandomDraws = 5;

    /// <summary>How many of the circuit's edges are removed, draw by draw: where many are, nothing is left with or without the other edges.</summary>
    private static readonly int[] RemovedEdges = [1, 1, 1, 2, 2, 2, 4, 4, 8, 8];

    /// <summary>Edges whose removal is tried.</summary>
    private const int MostTested = 60;

    /// <summary>Of so many programs that were tried, the least share that the model has to solve.</summary>
    private const double LeastSolved = 0.5;

    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "circuit",
        "Circuit",
        "Which edges between heads, MLPs and tokens carry the digit, how few do what the model does, and how sure is that?",
        Scope.Checkpoint,
        CircuitResult.CurrentFormat)
    { Alias = "circuit" };

    /// <inheritdoc/>
    public static CircuitSpec Default => new(StepForm.Last, new PairSelection(20));

    /// <inheritdoc/>
    public static IEnumerable<CircuitSpec> Sized(Run run, Budget budget) =>
        [new(budget.Last, budget.Few with { Hops = [run.Preset.Task.MaximumHops], AnswerLines = [AnswerLineGroup.Later] })];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(CircuitResult result) => CircuitViews.Of(result);

    /// <summary>Finds and judges the circuits, group by group; work that was stopped goes on with the group where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or no program fits it.</exception>
    public static CircuitResult Run(Run run, CircuitSpec spec, Work work)
    {
        Info.Require(spec);
        Transformer model = run.LoadModel(spec.Checkpoint);
        var drawer = PairDrawer.Of(run, spec.Selection, work.Cancellation, SourceTokens.ByPosition);
        ImmutableArray<PairGroup> groups = drawer.Draw(
            model, spec.Selection with { Programs = 2 * spec.Selection.Programs }, CircuitTokens.KindOf(spec.Change), work.Workers, work.Cancellation);
        AnalysisFolder folder = Info.Folder(run, spec);
        var finished = ImmutableArray.CreateBuilder<CircuitGroup>();
        foreach (PairGroup group in groups)
        {
            string name = FormattableString.Invariant($"{group.Hops}-hops-answer-{AnswerLineGroups.NameOf(group.AnswerLine)}");
            work.Progress?.Report(new AnalysisProgress(name, finished.Count, groups.Length));
            finished.Add(folder.Part("parts", name, spec, () => Of(model, group, spec, work)));
        }

        return new CircuitResult(CircuitResult.CurrentFormat, spec.Checkpoint, spec.Score, finished.ToImmutable(), spec.Change);
    }

    /// <summary>Every edge's effects by a score, [edges][programs].</summary>
    internal static double[][] Effects(Transformer model, EdgeGraph graph, EdgePairs pairs, EdgeScore score, Work work) => score switch
    {
        EdgeScore.Exact => ExactEdges.Effects(model, graph, pairs, work.Workers, null, work.Cancellation),
        EdgeScore.Eap => EdgeAttribution.Effects(model, graph, pairs, SlopeRule.Gradient, work.Cancellation),
        EdgeScore.EapIg => EdgeAttribution.Effects(model, graph, pairs, SlopeRule.Integrated, work.Cancellation),
        _ => EdgeAttribution.Effects(model, graph, pairs, SlopeRule.Relevance, work.Cancellation),
    };

    /// <summary>Why f is undefined: it would be a share of what is luck, or of nothing. Null where it is not.</summary>
    internal static string? Undefined(int tried, int solved, Estimate gap) => solved < LeastSolved * tried
        ? $"of {tried} programs the model solves {solved}, base and source: right answers may be luck"
        : gap.Low <= 0 ? "the answers' logits do not tell the two runs apart" : null;

    private static CircuitGroup Of(Transformer model, PairGroup group, CircuitSpec spec, Work work)
    {
        EdgeGraph graph = CircuitTokens.Graph(model.Spec, group.Hops, spec.Change);
        EdgePairs choosing = CircuitTokens.Of(ProgramHalves.Choosing(group, spec.Selection.Programs).Pairs, spec.Change);
        EdgePairs judging = CircuitTokens.Of(ProgramHalves.Followed(group, spec.Selection.Programs).Pairs, spec.Change);
        var meter = new FaithfulnessMeter(model, graph, judging, work);
        int tried = group.Tried - group.Unsuited;
        string? undefined = Undefined(tried, group.Solved, meter.Gap);
        var empty = new CircuitGroup(
            group.Hops, group.AnswerLine, tried, group.Solved, choosing.Count, judging.Count, CircuitTokens.Names(group.Hops, spec.Change),
            graph.Edges.Length, 0, meter.Gap, undefined, [], [], null, null);
        if (undefined is not null)
        {
            return empty;
        }

        EdgeScore[] scores = Enum.GetValues<EdgeScore>();
        double[][][] effects = [.. scores.Select(score => Effects(model, graph, choosing, score, work))];
        double[][] means = [.. effects.Select(one => one.Select(edge => edge.Average()).ToArray())];
        int[] active = CircuitSearch.Active(effects[0]);
        var search = new CircuitSearch(graph, active);
        var chooser = new FaithfulnessMeter(model, graph, choosing, work);
        int score = (int)spec.Score;
        int[][] ranked = [.. means.Select(search.Ranked)];
        int asked = spec.Size == 0
            ? CircuitSearch.Fewest(ranked[score], edges => chooser.Of(search.Circuit(edges)))
            : Math.Min(spec.Size, active.Length);
        ImmutableArray<CircuitSize> random =
        [
            .. CircuitCurve.Sizes(graph.Edges.Length).Select(size => new CircuitSize(size.Share, size.Edges, meter.MeanOf(
                [.. Enumerable.Range(0, RandomDraws).Select(draw => search.Random(size.Edges, new Seed(spec.Selection.Seed).Split("circuit").Split(draw)))]))),
        ];
        return empty with
        {
            Active = active.Length,
            Scores = [.. scores.Select(one => Curve(graph, search, meter, one, means, ranked, active, asked))],
            Random = random,
            RandomDistance = CircuitCurve.Distance(random, graph.Edges.Length),
            Circuit = Chosen(
                graph, search, meter, chooser, effects[0], effects[score], means[score], ranked[score][..asked], spec.Selection.Seed, empty.Tokens),
        };
    }

    private static ScoreCurve Curve(
        EdgeGraph graph, CircuitSearch search, FaithfulnessMeter meter, EdgeScore score, double[][] allMeans, int[][] allRanked, int[] active, int asked)
    {
        (double[] exact, double[] means, int[] ranked) = (allMeans[0], allMeans[(int)score], allRanked[(int)score]);
        (double Share, int Edges)[] sizes = [.. CircuitCurve.Sizes(graph.Edges.Length)];
        Estimate[] faithfulness = meter.Of([.. sizes.Select(size => search.Circuit(ranked.Take(size.Edges)))]);
        ImmutableArray<CircuitSize> curve = [.. sizes.Select((size, i) => new CircuitSize(size.Share, size.Edges, faithfulness[i]))];
        double whole = active.Sum(edge => Math.Abs(exact[edge]));
        return new ScoreCurve(
            score,
            RankCorrelation.Of([.. active.Select(edge => means[edge])], [.. active.Select(edge => exact[edge])]),
            active.Sum(edge => Math.Abs(means[edge] - exact[edge])) / whole,
            (double)ranked.Take(asked).Intersect(allRanked[0].Take(asked)).Count() / asked,
            curve,
            CircuitCurve.Performance(curve, graph.Edges.Length),
            CircuitCurve.Distance(curve, graph.Edges.Length));
    }

    private static ChosenCircuit Chosen(
        EdgeGraph graph, CircuitSearch search, FaithfulnessMeter meter, FaithfulnessMeter chooser, double[][] exact, double[][] effects,
        double[] means, int[] chosen, ulong seed, ImmutableArray<string> tokens)
    {
        int[] edges = search.Connected(chosen);
        bool[] circuit = search.Circuit(edges);
        int[][] removed =
        [
            .. RemovedEdges.Select((count, draw) =>
                Shuffle.Of(edges, new Seed(seed).Split("removed").Split(draw).Stream().Next)[..Math.Min(count, (edges.Length + 1) / 2)]),
        ];
        Estimate[] less = meter.Of([.. removed.Select(some => search.Circuit(edges.Except(some)))]);
        Estimate[] others = meter.Of([.. removed.Select(search.AllBut)]);
        int[] tested = [.. edges.Take(MostTested)];
        Estimate[] losses = meter.Losses(circuit, [.. tested.Select(edge => search.Circuit(edges.Except([edge])))]);
        (int[] Edges, int Indispensable)? rival = search.Rival(means, edges, chooser);
        var bootstrap = Bootstraps.Of(exact[0].Length);
        return new ChosenCircuit(
            chosen.Length,
            edges.Length,
            meter.Of(circuit),
            meter.Of(search.AllBut(edges)),
            less.Zip(others, (a, b) => Math.Abs(a.Value - b.Value)).Average(),
            losses.Count(loss => loss.Low > 0),
            tested.Length,
            search.Overlap(effects, chosen),
            rival is { } found
                ? new RivalCircuit(found.Edges.Length, found.Edges.Intersect(edges).Count(), found.Indispensable, meter.Of(search.Circuit(found.Edges)))
                : null,
            [
                .. edges.Take(ChosenCircuit.MostParts).Select((edge, i) => new CircuitPart(
                    graph.Sources[graph.Edges[edge].Source].ToString(),
                    graph.Inputs[graph.Edges[edge].Input].ToString(),
                    tokens[graph.Edges[edge].Group],
                    bootstrap.Mean(exact[edge]),
                    means[edge],
                    i < losses.Length ? losses[i] : null)),
            ]);
    }
}
