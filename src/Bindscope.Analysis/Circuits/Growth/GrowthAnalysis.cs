using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions.Graphs;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Circuits.Growth;

/// <summary>Which edges are scored at every checkpoint, on which programs: the same at all, those that the last checkpoint solves.</summary>
public sealed record GrowthSpec(
    PairSelection Selection,
    [Field("what ranks the edges: exact (each patched), eap, eap-ig or relp", Form = typeof(EdgeScoreForm))]
    EdgeScore Score = EdgeScore.Exact);

/// <summary>The circuit over training: what does the last checkpoint's do earlier, and which edges does each checkpoint's own have?</summary>
/// <remarks>
/// <para>
/// Question: does a circuit grow edge by edge, or does another one stand there before it? The last checkpoint's circuit, chosen as in
/// <see cref="CircuitAnalysis"/>, is run with every checkpoint's weights; each checkpoint's own circuit is chosen on the same programs.
/// </para>
/// <para>
/// What would mislead: programs are those that the last checkpoint solves, which says nothing of earlier ones: where one of them solves fewer than half, f is
/// undefined, and edges still have effects. The numbers of heads mean the same over training; a head may change what it does.
/// </para>
/// </remarks>
public sealed class GrowthAnalysis : IAnalysis<GrowthSpec, GrowthResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "circuit-growth",
        "Circuit over training",
        "Which edges does the circuit have at every checkpoint, and what does the last checkpoint's do earlier?",
        Scope.Run,
        GrowthResult.CurrentFormat)
    { KeepsCheckpoints = true };

    /// <inheritdoc/>
    public static GrowthSpec Default => new(new PairSelection(10));

    /// <inheritdoc/>
    public static IEnumerable<GrowthSpec> Sized(Run run, Budget budget) =>
        [new(new PairSelection(Budget.FewestPrograms / 2, Hops: [run.Preset.Task.MaximumHops], AnswerLines: [AnswerLineGroup.Later]))];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(GrowthResult result) => GrowthViews.Of(result);

    /// <summary>Follows the circuit; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, no program fits it, or the run has no checkpoint.</exception>
    public static GrowthResult Run(Run run, GrowthSpec spec, Work work)
    {
        Info.Require(spec);
        int last = RunCheckpoint.StepOf(run, "last");
        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        Transformer final = run.LoadModel(last);
        var drawer = PairDrawer.Of(run, spec.Selection, work.Cancellation, SourceTokens.ByPosition);
        GroupPrograms[] groups =
        [
            .. drawer.Draw(
                final, spec.Selection with { Programs = 2 * spec.Selection.Programs }, PairKind.RootDigit, work.Workers, work.Cancellation)
                .Select(group => new GroupPrograms(final.Spec, group, spec.Selection.Programs)),
        ];
        AnalysisFolder folder = Info.Folder(run, spec);
        var question = new Question(spec, last);
        ImmutableArray<ImmutableArray<int>> circuits = folder.Part(
            "checkpoints", "circuit", question, () => ImmutableArray.Create([.. groups.Select(group => group.Circuit(final, spec.Score, work))]));
        ImmutableArray<CircuitsAtStep> checkpoints = work.OfEach(folder, steps, question, step =>
        {
            Transformer model = step == last ? final : run.LoadModel(step);
            return new CircuitsAtStep(step, [.. groups.Select((group, i) => group.At(model, circuits[i], spec.Score, work))]);
        });
        return new GrowthResult(
            GrowthResult.CurrentFormat,
            spec.Score,
            [.. groups.Select((group, i) => group.Described(circuits[i].Length))],
            checkpoints);
    }

    private sealed record Question(GrowthSpec Spec, int Last);

    /// <summary>One group's graph and programs.</summary>
    private sealed class GroupPrograms(ModelSpec spec, PairGroup group, int programs)
    {
        private readonly EdgeGraph graph = CircuitTokens.Graph(spec, group.Hops);
        private readonly EdgePairs choosing = CircuitTokens.Of(ProgramHalves.Choosing(group, programs).Pairs);
        private readonly ImmutableArray<ProgramPair> judges = ProgramHalves.Followed(group, programs).Pairs;
        private readonly ImmutableArray<string> tokens = CircuitTokens.Names(group.Hops);

        /// <summary>The last checkpoint's effects, which its circuit and its turn among the checkpoints both need.</summary>
        private (Transformer Model, double[][] Effects)? scored;

        internal GrowthGroup Described(int size) => new(
            group.Hops, group.AnswerLine, group.Tried, group.Solved, choosing.Count, judges.Length, graph.Edges.Length, tokens, size);

        /// <summary>The last checkpoint's circuit; empty where f is undefined.</summary>
        internal ImmutableArray<int> Circuit(Transformer model, EdgeScore score, Work work)
        {
            var meter = new FaithfulnessMeter(model, graph, CircuitTokens.Of(judges), work);
            return CircuitAnalysis.Undefined(group.Tried, group.Solved, meter.Gap) is null
                ? [.. CircuitSearch.Smallest(model, graph, choosing, (scored = (model, Effects(model, score, work))).Value.Effects, work)]
                : [];
        }

        internal CircuitAtStep At(Transformer model, ImmutableArray<int> last, EdgeScore score, Work work)
        {
            int solved = PairDrawer.Solves(model, judges, work.Workers, work.Cancellation).Count(one => one);
            var meter = new FaithfulnessMeter(model, graph, CircuitTokens.Of(judges), work);
            string? undefined = CircuitAnalysis.Undefined(judges.Length, solved, meter.Gap);
            double[][] effects = scored is { } known && known.Model == model ? known.Effects : Effects(model, score, work);
            double[] means = [.. effects.Select(one => one.Average())];
            int[] own = undefined is null ? CircuitSearch.Smallest(model, graph, choosing, effects, work) : [];
            var search = new CircuitSearch(graph, own);
            Estimate[] faithfulness = undefined is null ? meter.Of([search.Circuit(last), search.Circuit(own)]) : [];
            int[] shown = [.. own.Take(ChosenCircuit.MostParts).Union(last.Take(ChosenCircuit.MostParts)).OrderByDescending(edge => Math.Abs(means[edge]))];
            return new CircuitAtStep(
                Proportion.OfCounts(solved, judges.Length),
                meter.Gap,
                undefined,
                undefined is null && last.Length > 0 ? faithfulness[0] : null,
                undefined is null ? own.Length : null,
                undefined is null ? faithfulness[1] : null,
                undefined is null ? own.Intersect(last).Count() : null,
                [
                    .. shown.Select(edge => new GrowingPart(
                        graph.Sources[graph.Edges[edge].Source].ToString(),
                        graph.Inputs[graph.Edges[edge].Input].ToString(),
                        tokens[graph.Edges[edge].Group],
                        means[edge],
                        own.Contains(edge),
                        last.Contains(edge))),
                ]);
        }

        private double[][] Effects(Transformer model, EdgeScore score, Work work) => CircuitAnalysis.Effects(model, graph, choosing, score, work);
    }
}

/// <summary>Circuits over training: plain data, as <c>analyses/circuit-growth/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Score">What ranked the edges.</param>
/// <param name="Groups">The groups of programs.</param>
/// <param name="Checkpoints">Every checkpoint, in the order of training.</param>
public sealed record GrowthResult(int Format, EdgeScore Score, ImmutableArray<GrowthGroup> Groups, ImmutableArray<CircuitsAtStep> Checkpoints)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>The programs of one group: at every checkpoint the same, those of which the last one solves base and source.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Solved">Of those, the ones of which the last checkpoint solves base and source.</param>
/// <param name="Choosing">Pairs on which circuits are chosen.</param>
/// <param name="Judging">Other pairs, on which they are judged.</param>
/// <param name="Edges">Edges of the graph.</param>
/// <param name="Tokens">The groups of tokens by their roles; the last is all tokens without one.</param>
/// <param name="Size">Edges of the last checkpoint's circuit; 0 where it has none.</param>
public sealed record GrowthGroup(
    int Hops, AnswerLineGroup AnswerLine, int Tried, int Solved, int Choosing, int Judging, int Edges, ImmutableArray<string> Tokens, int Size);

/// <summary>What one checkpoint has.</summary>
/// <param name="Step">The checkpoint's step.</param>
/// <param name="Groups">As many as the result has groups, in their order.</param>
public sealed record CircuitsAtStep(int Step, ImmutableArray<CircuitAtStep> Groups);

/// <summary>One group's circuits at one checkpoint.</summary>
/// <param name="Solved">Share of the judging pairs of which this checkpoint solves base and source.</param>
/// <param name="Gap">By how much logit(base's answer) - logit(source's answer) is larger in the base run.</param>
/// <param name="Undefined">Why f is undefined here; null where it is not.</param>
/// <param name="Faithfulness">f of the last checkpoint's circuit with this checkpoint's weights; null where it is undefined.</param>
/// <param name="Size">Edges of this checkpoint's own circuit; null where f is undefined.</param>
/// <param name="OwnFaithfulness">f of that circuit.</param>
/// <param name="Shared">Of its edges, the ones that the last checkpoint's circuit has.</param>
/// <param name="Parts">Edges of both circuits, largest effects first; of each at most <see cref="ChosenCircuit.MostParts"/>.</param>
public sealed record CircuitAtStep(
    Proportion Solved,
    Estimate Gap,
    string? Undefined,
    Estimate? Faithfulness,
    int? Size,
    Estimate? OwnFaithfulness,
    int? Shared,
    ImmutableArray<GrowingPart> Parts);

/// <summary>One edge at one checkpoint.</summary>
/// <param name="Source">What adds to the residual stream, as in <see cref="CircuitPart"/>.</param>
/// <param name="Input">What reads it.</param>
/// <param name="Token">The tokens at which it does.</param>
/// <param name="Effect">What the score says of it here: by how much logit(base's answer) - logit(source's answer) falls when it is patched.</param>
/// <param name="Own">Whether it is in this checkpoint's own circuit.</param>
/// <param name="Last">Whether it is in the last checkpoint's.</param>
public sealed record GrowingPart(string Source, string Input, string Token, double Effect, bool Own, bool Last);

/// <summary>A circuit over training as a table for each group of programs.</summary>
internal static class GrowthViews
{
    internal static IEnumerable<View> Of(GrowthResult result) => result.Groups.Select((group, i) => View.Of(
        $"""
        {PatchViews.TitleOf(group.Hops, group.AnswerLine, group.Choosing + group.Judging, group.Solved, group.Tried)}
        {group.Edges} edges, ranked by {CircuitViews.NameOf(result.Score)}; the last checkpoint's circuit has {group.Size}
        """,
        ["step", "solved, %", "f of the last one's circuit, %", "own circuit's edges", "its f, %", "of them the last one's"],
        result.Checkpoints.Select(at => (Step: at.Step, Group: at.Groups[i])).Select(at => (IEnumerable<Cell>)
        [
            at.Step,
            Cell.Percent(at.Group.Solved),
            Cell.Percent(at.Group.Faithfulness, CircuitViews.Whole),
            at.Group.Size,
            Cell.Percent(at.Group.OwnFaithfulness, CircuitViews.Whole),
            at.Group.Shared,
        ])).Named(CircuitViews.KeyOf("growth", group.Hops, group.AnswerLine)));
}
