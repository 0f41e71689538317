using Bindscope.Analysis.AttentionCauses;
using Bindscope.Analysis.Mechanisms;
using Bindscope.Analysis.Mechanisms.Lookback;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>What tokens bring, asked of a compiled run.</summary>
/// <param name="run">The run.</param>
/// <param name="circuit">What it was compiled from, without the shortcut.</param>
/// <param name="work">How it is run.</param>
internal sealed class MechanismInstruments(Run run, Circuit circuit, Work work)
{
    private const int Hops = 3;

    /// <summary>
    /// Heads that fetch tell lines apart by name and, among those that bind it, by distance, and by nothing else; taking the name's part away moves their
    /// attention, and a random part of the same size does not.
    /// </summary>
    internal IEnumerable<Recovery> Why()
    {
        AttentionCausesResult result = AttentionCausesAnalysis.Run(
            run, new AttentionCausesSpec(Circuit.StepOf(circuit.Stages.Count - 1), new PairSelection(Programs: 40, Hops: [Hops])), work);
        var known = new KnownCircuit(circuit, Hops, AnswerLineGroup.Later);
        EdgeCauses[] fetching =
            [.. result.Edges.Where(edge => edge.From.Offset == 0 && edge.Layer <= Circuit.LastFetch && known.Looks(edge.From, edge.To, edge.Layer, edge.Head))];
        yield return Recovery.Of(
            circuit.Name,
            "analyze why",
            "cause by which a head that fetches tells lines apart",
            from edge in fetching
            from cause in edge.Causes
            select Recovery.Answer.Of(
                $"{cause.Cause}, {edge.Layer}.{edge.Head} from {edge.To} to {edge.From}",
                cause.Cause is AttentionCause.Name or AttentionCause.Distance,
                cause.Variance.Value,
                0.02,
                0.01));
        yield return Recovery.Of(
            circuit.Name,
            "analyze why",
            "part without which the head looks elsewhere, and a random one of its size",
            from edge in fetching
            from cause in edge.Causes
            where cause.Removal is not null
            from share in new[] { (What: "itself", cause.Removal!.Measured), (What: "random", Measured: cause.Removal.Random!.Value) }
            select Recovery.Answer.Of(
                $"{cause.Cause} ({share.What}), {edge.Layer}.{edge.Head} from {edge.To} to {edge.From}",
                cause.Cause == AttentionCause.Name && share.What == "itself",
                1 - (share.Measured.Value / edge.Weight.Value),
                0.5));
    }

    /// <summary>
    /// Each token, in each layer, has the mechanism that was built there and no other; the queried name counts by its latest binding, however often it
    /// was bound; and values stand before the query where values are handed on.
    /// </summary>
    internal IEnumerable<Recovery> Mechanisms()
    {
        MechanismResult result = MechanismAnalysis.Run(
            run,
            new MechanismSpec(
                Circuit.StepOf(circuit.Stages.Count - 1),
                new PairSelection(Programs: 6, Hops: [Hops], AnswerLines: [AnswerLineGroup.Second, AnswerLineGroup.Later]),
                Overwritten: 24),
            work);
        var known = new KnownCircuit(circuit, Hops, AnswerLineGroup.Later);
        yield return Recovery.Of(
            circuit.Name,
            "analyze mechanisms",
            "value, address by line, by name or by itself at layer and token",
            from map in result.Groups
            from cell in map.Cells
            from mechanism in MechanismMixture.Carried
            let brings = cell.Place == MechanismSweep.OtherToken ? Mechanism.Kept : known.Brings(map.Depth, TokenRole.Parse(cell.Place), cell.Layer)
            select Recovery.Answer.Of(
                $"depth {map.Depth}, {mechanism} at ({cell.Layer}, {cell.Place})", brings == mechanism, cell.Of(mechanism).Value));
        yield return Recovery.Of(
            circuit.Name,
            "analyze mechanisms",
            "earlier bindings of the queried name that change the answer",
            result.Overwritten.Select(one => Recovery.Answer.Of($"{one.Again} times", false, one.Stale.Value, no: 0)));
        yield return Recovery.Of(
            circuit.Name,
            "analyze mechanisms",
            "values that stand before the query",
            from one in result.BeforeQuery
            from share in new[] { one.Followed, one.Resolved }
            select Recovery.Answer.Of($"{one.Hops} hops", circuit.Kind == CircuitKind.Values, share.Value));
    }

    /// <summary>
    /// Where a token holds a pointer, each swap of pointer, address and payload gives the answer that the construction says; where it holds nothing of the
    /// root's line, the swapped pointer changes no answer.
    /// </summary>
    internal IEnumerable<Recovery> Lookback()
    {
        LookbackResult result = LookbackAnalysis.Run(
            run,
            new LookbackSpec(
                Circuit.StepOf(circuit.Stages.Count - 1),
                new PairSelection(Programs: 12, Hops: [Hops], AnswerLines: [AnswerLineGroup.Second, AnswerLineGroup.Later])),
            work);
        var known = new KnownCircuit(circuit, Hops, AnswerLineGroup.Later);
        yield return Recovery.Of(
            circuit.Name,
            "analyze lookback",
            "whose digit each swap of pointer, address and payload gives",
            from place in result.Groups.Single().Places
            let holds = place.Place == MechanismSweep.OtherToken ? null : known.Holds(TokenRole.Parse(place.Place), place.Layer)
            from swap in place.Swaps
            where holds is not null || swap.Swap == LookbackSwap.Pointer
            from answer in Enum.GetValues<LookbackAnswer>()
            select Recovery.Answer.Of(
                $"{swap.Swap} at ({place.Layer}, {place.Place}): {answer}",
                answer == (holds is { } reading ? Readings.Predicted(reading, swap.Swap) : LookbackAnswer.Own),
                swap.Of(answer).Value));
    }
}
