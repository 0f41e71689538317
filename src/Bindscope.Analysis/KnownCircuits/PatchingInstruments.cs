using System.Collections.Immutable;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Attribution;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Patching.Edges;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>Analyses that change something inside the model, and the heads' statistics that stand beside them, asked of a compiled run.</summary>
/// <param name="run">The run.</param>
/// <param name="circuit">What it was compiled from.</param>
/// <param name="work">How it is run.</param>
internal sealed class PatchingInstruments(Run run, Circuit circuit, Work work)
{
    /// <summary>Whether the rest of a cut row is left as it is, or scaled to sum to 1 again.</summary>
    private static readonly bool[] Rests = [true, false];

    private readonly int last = Circuit.StepOf(circuit.Stages.Count - 1);

    /// <summary>Residual patches of the root's digit: a cell that holds it turns every answer and keeps none, any other the reverse.</summary>
    internal Recovery Residual() => Map("patch residual", "layer and token that hold the root's digit", Sweep(PatchTarget.Residual, 3),
        (known, cell) => known.NeedsDigit(cell.Role, cell.Layer));

    /// <summary>The same with the tokens after right-hand sides, one by one and together: a span holds what one of its tokens holds.</summary>
    internal Recovery Spans() => Map(
        "patch residual --tokens spans",
        "layer and tokens that hold the root's digit",
        Sweep(PatchTarget.Residual, 2, TokenChoice.Spans, [4], [AnswerLineGroup.First, AnswerLineGroup.Later]),
        (known, cell) => cell.Role.Members().Any(member => member.Offset == 0 && known.NeedsDigit(member, cell.Layer)));

    internal Recovery Heads() => Map("patch heads", "head and token that write it", Sweep(PatchTarget.Heads, 2, hops: [1, 4]),
        (known, cell) => known.MovesDigit(cell.Role, cell.Layer, cell.Head));

    /// <summary>
    /// What of a head is patched: values carry the digit at the token that it is read from, mixed values as the head writes it; queries, keys and the
    /// pattern depend on names and lines alone, which a program with another digit shares. A moved root changes them where a line is looked for.
    /// </summary>
    internal IEnumerable<Recovery> Sites()
    {
        foreach ((SiteKind site, Func<KnownCircuit, EffectCell, bool> isBuilt) in new (SiteKind, Func<KnownCircuit, EffectCell, bool>)[]
        {
            (SiteKind.AttentionV, (known, cell) => known.ReadsDigit(cell.Role, cell.Layer, cell.Head)),
            (SiteKind.AttentionZ, (known, cell) => known.MovesDigit(cell.Role, cell.Layer, cell.Head)),
            (SiteKind.AttentionQ, (_, _) => false),
            (SiteKind.AttentionK, (_, _) => false),
            (SiteKind.AttentionPattern, (_, _) => false),
        })
        {
            string instrument = $"patch heads --site {SiteKinds.AliasOf(site)}";

            // With the shortcut a moved root changes the way that an answer takes.
            bool movesRoot = !circuit.HasShortcut && site is SiteKind.AttentionQ or SiteKind.AttentionPattern;
            PatchResult result = Sweep(
                PatchTarget.Heads, 2, hops: [1, 4], lines: [AnswerLineGroup.First, AnswerLineGroup.Later], site: site, controls: movesRoot ? 2 : 0);
            yield return Map(instrument, "head and token where it brings the digit", result, isBuilt);
            if (movesRoot)
            {
                yield return Recovery.Of(
                    circuit.Name,
                    $"{instrument} (moved root)",
                    "head and token where it finds the root's line",
                    from found in result.Groups
                    let known = new KnownCircuit(circuit, found.Hops, found.AnswerLine)
                    from cell in found.Controls.MovedRoot

                        // The root's own token stands elsewhere in the source, so that its pattern there means other keys.
                    where cell.Role != TokenRole.Right(1)
                    select Recovery.Answer.Of(
                        $"{Words(known)}, {cell.Role} head {cell.Layer}.{cell.Head}",
                        known.PointsAtRoot(site == SiteKind.AttentionPattern, cell.Role, cell.Layer, cell.Head),
                        cell.Pointer.Value));
            }
        }
    }

    internal Recovery Mlps() => Map("patch mlp", "MLP and token that write it", Sweep(PatchTarget.Mlp, 2, hops: [4]), (_, _) => false);

    /// <summary>
    /// Cut edges, by how much of the answer's margin they cost, as a share of what the costliest does: where nothing is said any more, the highest
    /// of ten traces may still be the right digit. Of single heads, where a missed fetch cannot be made up for in a later layer: in programs of 4 hops.
    /// </summary>
    internal IEnumerable<Recovery> Edges() => Rests.Select(leavesRest => Cut(
        EdgeGranularity.Heads, leavesRest, "edge and head that the answer needs", [4], (known, cell) =>
            known.NeedsEdge(cell.From, cell.To, cell.Layer, cell.Head)));

    /// <summary>Edges cut in all heads of all layers: nothing can make up for them.</summary>
    internal IEnumerable<Recovery> EdgesOfTheModel() => Rests.Select(leavesRest => Cut(
        EdgeGranularity.Model, leavesRest, "edge that the answer needs, in any head", [1, 3], (known, cell) =>
            known.NeedsEdge(cell.From, cell.To)));

    /// <summary>Attention weights say where a head looks; heads that fetch look along the whole chain until they have found something.</summary>
    internal IEnumerable<Recovery> Attention()
    {
        AnswerLineGroup line = circuit.HasShortcut ? AnswerLineGroup.First : AnswerLineGroup.Later;
        HeadResult heads = HeadAnalysis.Run(run, new HeadSpec(last, new PairSelection(4, Hops: [4], AnswerLines: [line])), work);
        var known = new KnownCircuit(circuit, 4, line);
        var weights =
            (from head in heads.Heads
             from edge in EdgeAnalysis.Edges(4)
             let weight = head.BetweenRoles.FirstOrDefault(one => (one.From, one.To) == edge)?.Weight ?? 0
             select (edge.From, edge.To, head.Layer, head.Head, Weight: weight)).ToArray();
        Recovery.Answer Of((TokenRole From, TokenRole To, int Layer, int Head, double Weight) one, bool isBuilt) => Recovery.Answer.Of(
            $"{Words(known)}, {one.To} at {one.From} in {one.Layer}.{one.Head}", isBuilt, one.Weight, 0.5, 0.5);
        yield return Recovery.Of(circuit.Name, "heads", "edge and head that attention lies on", weights.Select(one =>
            Of(one, known.Looks(one.From, one.To, one.Layer, one.Head))));
        yield return Recovery.Of(circuit.Name, "heads", "the same, taken for what the answer needs", weights.Select(one =>
            Of(one, known.NeedsEdge(one.From, one.To, one.Layer, one.Head))));
        yield return Recovery.Of(
            circuit.Name,
            "heads (direct logits)",
            "head that writes the answer at the colon",
            heads.Logits.Where(part => part.Part == "head").Select(part => Recovery.Answer.Of(
                $"{part.Layer}.{part.Head}",
                known.SaysAnswer(part.Layer, part.Head),
                part.Contribution.Value / heads.LogitDifference)));
    }

    /// <summary>The estimate of each patched head's effect, as a share of the largest; and how its ranks go with the exact effects'.</summary>
    internal Recovery Attribution()
    {
        AttributionResult result = AttributionAnalysis.Run(
            run, new AttributionSpec(last, PatchTarget.Heads, new PairSelection(2, Hops: [4]), Exact: 6, Sampled: 6), work);
        return Recovery.Of(
            circuit.Name,
            "patch attribution",
            "head and token that write it, by the estimate",
            from estimated in result.Groups
            let known = new KnownCircuit(circuit, estimated.Hops, estimated.AnswerLine)
            let largest = estimated.Cells[0].Attribution
            from cell in estimated.Cells
            select Recovery.Answer.Of(
                $"{Words(known)}, {cell.Role} head {cell.Layer}.{cell.Head}",
                known.MovesDigit(cell.Role, cell.Layer, cell.Head),
                cell.Attribution / largest,
                0.5));
    }

    /// <summary>A value or an address: where one circuit keeps the digit the other keeps its line, and each is found where it is alone.</summary>
    internal Recovery Abstraction()
    {
        AbstractionResult result = AbstractionAnalysis.Run(
            run, new AbstractionSpec(new PairSelection(Programs: 4, Hops: [3], AnswerLines: [AnswerLineGroup.Later])), work);
        bool values = circuit.Kind == CircuitKind.Values;
        return Recovery.Of(
            circuit.Name,
            "analyze abstraction",
            "variable (value:1, root-line, unrelated) at layer k + 1 of rhs:k",
            from cell in result.Cells
            where cell.Source == SourceEdit.MovedRoot && cell.Variable is "value:1" or "root-line"
                && Enumerable.Range(2, 2).Any(depth => cell.Layer == depth + 1 && cell.Place == TokenRole.Right(depth).ToString())
                || cell.Variable == "unrelated"
            select Recovery.Answer.Of(
                $"{cell.Variable} at ({cell.Layer}, {cell.Place})", cell.Variable == (values ? "value:1" : "root-line"), cell.Accuracy.Value));
    }

    private PatchResult Sweep(
        PatchTarget target,
        int programs,
        TokenChoice tokens = TokenChoice.Chain,
        ImmutableArray<int> hops = default,
        ImmutableArray<AnswerLineGroup> lines = default,
        SiteKind? site = null,
        int controls = 0) => PatchAnalysis.Run(
        run, new PatchSpec(last, target, new PairSelection(programs, Hops: hops, AnswerLines: lines), controls, tokens, site), work);

    private Recovery Map(string instrument, string asked, PatchResult result, Func<KnownCircuit, EffectCell, bool> isBuilt) => Recovery.Of(
        circuit.Name,
        instrument,
        asked,
        from found in result.Groups
        let known = new KnownCircuit(circuit, found.Hops, found.AnswerLine)
        from cell in found.Cells
        let turned = cell.Success.Value
        select new Recovery.Answer(
            $"{Words(known)}, {cell.Role} layer {cell.Layer} head {cell.Head}",
            isBuilt(known, cell),
            (turned, cell.Kept.Value) switch
            {
                (1, 0) => true,
                (0, 1) => false,
                _ => null,
            },
            FormattableString.Invariant($"turned {turned:0.00}, kept {cell.Kept.Value:0.00}")));

    private Recovery Cut(
        EdgeGranularity granularity, bool leavesRest, string asked, ImmutableArray<int> hops, Func<KnownCircuit, EdgeCell, bool> isBuilt)
    {
        EdgeResult result = EdgeAnalysis.Run(
            run,
            new EdgeSpec(
                last,
                new PairSelection(4, Hops: hops, AnswerLines: [circuit.HasShortcut ? AnswerLineGroup.First : AnswerLineGroup.Later]),
                granularity,
                Rest: leavesRest ? RestOfPattern.Left : RestOfPattern.Rescaled),
            work);
        return Recovery.Of(
            circuit.Name,
            (granularity == EdgeGranularity.Heads ? "patch attention" : "patch attention --each model") + (leavesRest ? " --leave-rest" : ""),
            leavesRest ? asked : $"{asked}; rescaled",
            from found in result.Groups
            let known = new KnownCircuit(circuit, found.Hops, found.AnswerLine)
            let most = found.Cells.Max(cell => cell.MarginLost.Value)
            from cell in found.Cells
            where !known.DependsOnTheProgram(cell.From, cell.To)
            select Recovery.Answer.Of(
                $"{Words(known)}, {cell.To} at {cell.From} in {cell.Layer}.{cell.Head}", isBuilt(known, cell), cell.MarginLost.Value / most, 0.25, 0.25));
    }

    private static string Words(KnownCircuit known) => $"{known.Hops} hops, answer {AnswerLineGroups.NameOf(known.AnswerLine)}";
}
