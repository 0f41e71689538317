using System.Collections.Immutable;
using Bindscope.Analysis.Circuits;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions.Graphs;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>Circuit discovery asked of a compiled run: are the edges that carry the digit those that were built?</summary>
/// <param name="run">The run.</param>
/// <param name="circuit">What it was compiled from.</param>
/// <param name="work">How it is run.</param>
internal sealed class CircuitInstruments(Run run, Circuit circuit, Work work)
{
    /// <summary>The area under the ROC curve that a score has to reach.</summary>
    private const double LeastArea = 0.95;

    private readonly int last = Circuit.StepOf(circuit.Stages.Count - 1);

    internal IEnumerable<Recovery> Ask()
    {
        AnswerLineGroup line = circuit.HasShortcut ? AnswerLineGroup.First : AnswerLineGroup.Later;
        var selection = new PairSelection(3, Hops: [2], AnswerLines: [line]);
        var known = new KnownCircuit(circuit, 2, line);
        CircuitGroup found = CircuitAnalysis.Run(run, new CircuitSpec(last, selection), work).Groups.Single();
        EdgeGraph graph = CircuitTokens.Graph(run.Preset.Model, known.Hops);
        HashSet<(string, string, string)> built = [.. BuiltEdges(known)];
        (string Source, string Input, string Token)[] edges =
        [
            .. graph.Edges.Select(edge =>
                (graph.Sources[edge.Source].ToString(), graph.Inputs[edge.Input].ToString(), found.Tokens[edge.Group])),
        ];
        HashSet<(string, string, string)> parts =
            [.. found.Circuit?.Parts.Select(part => (part.Source, part.Input, part.Token)) ?? []];
        string[] others = [.. parts.Except(built).Select(part => $"{part.Item1} to {part.Item2} at {part.Item3}")];
        yield return Recovery.Of(circuit.Name, "circuit", "edge that carries the digit", [
            .. built.Select(edge => new Recovery.Answer(
                $"{edge.Item1} to {edge.Item2} at {edge.Item3}", true, parts.Contains(edge), parts.Contains(edge) ? "in the circuit" : "not in it")),

            // One answer for all others: thousands that hardly change anything would make every share of what is refused look good.
            new Recovery.Answer($"any other of {edges.Length} edges", false, others.Length > 0, others.Length > 0 ? string.Join(", ", others) : "none"),
        ]);
        yield return Recovery.Of(
            circuit.Name,
            "circuit",
            "score whose ranking tells the built edges from the others (AUROC)",
            Areas(selection, graph, [.. edges.Select(built.Contains)]).Select(area => new Recovery.Answer(
                CircuitViews.NameOf(area.Score), true, area.Area >= LeastArea, FormattableString.Invariant($"{area.Area:0.000}"))));
    }

    /// <summary>The area under each score's ROC curve, over all edges: most of them change nothing at all.</summary>
    private IEnumerable<(EdgeScore Score, double Area)> Areas(PairSelection selection, EdgeGraph graph, bool[] built)
    {
        Transformer model = run.LoadModel(last);
        var drawer = new PairDrawer(run.HeldBackSplits(work.Cancellation).Test, run.Preset.Task.DigitCount);
        PairGroup group = drawer.Draw(model, selection, PairKind.RootDigit, work.Workers, work.Cancellation).Single();
        EdgePairs pairs = CircuitTokens.Of(group.Pairs);
        foreach (EdgeScore score in Enum.GetValues<EdgeScore>())
        {
            double[][] effects = CircuitAnalysis.Effects(model, graph, pairs, score, work);
            yield return (score, RocArea.Of([.. effects.Select(effect => Math.Abs(effect.Average()))], built));
        }
    }

    /// <summary>From who writes the digit at a token to the head that fetches it there, along the whole way, and to the read-out.</summary>
    private IEnumerable<(string Source, string Input, string Token)> BuiltEdges(KnownCircuit known)
    {
        ImmutableArray<TokenRole> roles = TokenRole.Chain(known.Hops);
        (int Layer, int Head)[] heads =
        [
            .. from layer in Enumerable.Range(1, run.Preset.Model.Layers)
               from head in Enumerable.Range(1, run.Preset.Model.Heads)
               select (layer, head),
        ];
        return
        [
            .. from to in roles
               from head in heads
               where known.MovesDigit(to, head.Layer, head.Head)
               from role in roles
               where known.NeedsEdge(role, to, head.Layer, head.Head)
               select (Writer(role), $"{head.Layer}.{head.Head} v", role.ToString()),
            (Writer(TokenRole.Colon), "read-out", TokenRole.Colon.ToString()),
        ];

        string Writer(TokenRole role) => role == TokenRole.Right(1)
            ? "embedding"
            : heads.Where(head => known.MovesDigit(role, head.Layer, head.Head)).Select(head => $"{head.Layer}.{head.Head}").Single();
    }
}
