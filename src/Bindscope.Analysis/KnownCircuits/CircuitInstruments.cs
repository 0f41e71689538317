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

    /// <summary>So many that in some the other line stands before the root and in some after it: the nearer of two that bind a name is fetched.</summary>
    private const int SearchPrograms = 12;

    private readonly int last = Circuit.StepOf(circuit.Stages.Count - 1);

    internal IEnumerable<Recovery> Ask() =>
    [
        .. Ask(CircuitChange.Digit, "circuit", "edge that carries the digit", BuiltEdges),

        // With the shortcut a root on line 1 goes another way than the line that it changes with.
        .. circuit.HasShortcut
            ? []
            : Ask(CircuitChange.Names, "circuit --change names", "edge that finds the root, or carries its digit from there", BuiltSearch),
    ];

    private IEnumerable<Recovery> Ask(
        CircuitChange change, string instrument, string asked, Func<KnownCircuit, IEnumerable<(string Source, string Input, string Token)>> construction)
    {
        AnswerLineGroup line = circuit.HasShortcut ? AnswerLineGroup.First : AnswerLineGroup.Later;
        // With fewer hops than 4 a look-up that misses is made up for in the next layer, so that patching its key alone changes nothing.
        (int hops, int programs) = change == CircuitChange.Digit ? (2, 3) : (4, SearchPrograms);
        var selection = new PairSelection(programs, Hops: [hops], AnswerLines: [line]);
        var known = new KnownCircuit(circuit, hops, line);
        CircuitGroup found = CircuitAnalysis.Run(run, new CircuitSpec(last, selection, Change: change), work).Groups.Single();
        EdgeGraph graph = CircuitTokens.Graph(run.Preset.Model, known.Hops, change);
        HashSet<(string, string, string)> built = [.. construction(known)];
        (string Source, string Input, string Token)[] edges =
        [
            .. graph.Edges.Select(edge =>
                (graph.Sources[edge.Source].ToString(), graph.Inputs[edge.Input].ToString(), found.Tokens[edge.Group])),
        ];
        HashSet<(string, string, string)> parts =
            [.. found.Circuit?.Parts.Select(part => (part.Source, part.Input, part.Token)) ?? []];
        string[] others = [.. parts.Except(built).Select(part => $"{part.Item1} to {part.Item2} at {part.Item3}")];
        yield return Recovery.Of(circuit.Name, instrument, asked, [
            .. built.Where(edge => !OfOther(edge)).Select(Found),

            // One answer for all others: thousands that hardly change anything would make every share of what is refused look good.
            new Recovery.Answer($"any other of {edges.Length} edges", false, others.Length > 0, others.Length > 0 ? string.Join(", ", others) : "none"),
        ]);
        if (change == CircuitChange.Names)
        {
            // The nearer of two lines that bind a name is fetched: where the other stands before the root, its own name makes no difference.
            yield return Recovery.Of(circuit.Name, instrument, "edge that some programs need: the other line's name", built.Where(OfOther).Select(Found));
        }

        (EdgeScore Score, double Area)[] areas = [.. Areas(selection, graph, change, [.. edges.Select(built.Contains)])];
        bool Counts(EdgeScore score) => change == CircuitChange.Digit || score is EdgeScore.Exact or EdgeScore.EapIg;
        yield return Recovery.Of(
            circuit.Name,
            instrument,
            "score whose ranking tells the built edges from the others (AUROC)",
            areas.Where(area => Counts(area.Score)).Select(Answer));
        if (change == CircuitChange.Names)
        {
            // Where a softmax is saturated, one gradient does not see what another key would do.
            yield return Recovery.Of(circuit.Name, instrument, "the same, by one gradient", areas.Where(area => !Counts(area.Score)).Select(Answer));
        }

        static bool OfOther((string Source, string Input, string Token) edge) => edge.Token.StartsWith("other.", StringComparison.Ordinal);

        Recovery.Answer Found((string Source, string Input, string Token) edge) => new(
            $"{edge.Source} to {edge.Input} at {edge.Token}", true, parts.Contains(edge), parts.Contains(edge) ? "in the circuit" : "not in it");

        static Recovery.Answer Answer((EdgeScore Score, double Area) area) =>
            new(CircuitViews.NameOf(area.Score), true, area.Area >= LeastArea, FormattableString.Invariant($"{area.Area:0.000}"));
    }

    /// <summary>The area under each score's ROC curve, over all edges: most of them change nothing at all.</summary>
    private IEnumerable<(EdgeScore Score, double Area)> Areas(PairSelection selection, EdgeGraph graph, CircuitChange change, bool[] built)
    {
        Transformer model = run.LoadModel(last);
        var drawer = new PairDrawer(run.HeldBackSplits(work.Cancellation).Test, run.Preset.Task.DigitCount);
        PairGroup group = drawer.Draw(model, selection, CircuitTokens.KindOf(change), work.Workers, work.Cancellation).Single();
        EdgePairs pairs = CircuitTokens.Of(group.Pairs, change);
        foreach (EdgeScore score in Enum.GetValues<EdgeScore>())
        {
            double[][] effects = CircuitAnalysis.Effects(model, graph, pairs, score, work);
            yield return (score, RocArea.Of([.. effects.Select(effect => Math.Abs(effect.Average()))], built));
        }
    }

    /// <summary>
    /// From the names of both lines to the keys of their right-hand sides, for which the next one's fetch looks; from there what is fetched, a value or an
    /// address, as far as the digit goes in the answer. Whose root it is, no other edge knows.
    /// </summary>
    private IEnumerable<(string Source, string Input, string Token)> BuiltSearch(KnownCircuit known)
    {
        (string query, string colon) = (TokenRole.Query.ToString(), TokenRole.Colon.ToString());
        string First(int layer) => FormattableString.Invariant($"{layer}.{Circuit.FetchHead(layer) + 1}");
        foreach ((string name, string right) in new[] { ("name:1", "rhs:1"), ("other.name", "other.rhs") })
        {
            yield return ("embedding", "1.2 v", name);
            yield return ("1.2", $"{First(2)} k", right);
        }

        string carries = First(2);
        for (int depth = 2; depth <= known.Hops; depth++)
        {
            yield return (carries, $"{First(depth + 1)} v", TokenRole.Right(depth).ToString());
            carries = First(depth + 1);
        }

        string toColon = FormattableString.Invariant($"{Circuit.LastFetch + 1}.1");
        yield return (carries, $"{toColon} v", query);
        if (circuit.Kind == CircuitKind.Addresses)
        {
            string byAddress = FormattableString.Invariant($"{Circuit.LastFetch + 2}.2");
            yield return (toColon, $"{byAddress} q", colon);
            toColon = byAddress;
        }

        yield return (toColon, "read-out", colon);
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
