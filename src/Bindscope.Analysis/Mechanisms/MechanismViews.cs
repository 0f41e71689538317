using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Mechanisms;

/// <summary>Shares by layer and token, overwritten names and state before the query, as tables.</summary>
internal static class MechanismViews
{
    /// <summary>A cell where all mechanisms have less together is left out of the table; the JSON has it.</summary>
    private const double Shown = 0.1;

    internal static IEnumerable<View> Of(MechanismResult result) =>
    [
        View.Of($"step {result.Checkpoint}: what a token brings from another program, shares in % with 95 % intervals; layer 1 is the input itself"),
        .. result.Groups.Select(Map),
        View.Of(
            $"the queried name assigned again, in the same programs",
            ["assigned again", "right, %", "a value it had before, %", "the same digits without it, %"],
            result.Overwritten.Select(one => (IEnumerable<Cell>)
                [one.Again, Cell.PercentOf(one.Right), Cell.Percent(one.Stale), Cell.Percent(one.StaleBefore)])),
        View.Of(
            $"programs whose value stands before the query, in any layer, and by layer",
            ["hops", "one hop followed, %", "queried variable resolved, %", "layers 2 on: followed", "resolved"],
            result.BeforeQuery.Select(one => (IEnumerable<Cell>)
            [
                one.Hops, Cell.PercentOf(one.Followed), Cell.Percent(one.Resolved),
                string.Join(" ", one.Layers.Select(layer => Cell.Percent(layer.Followed).Text)),
                string.Join(" ", one.Layers.Select(layer => Cell.Percent(layer.Resolved).Text)),
            ])),
    ];

    private static string AtLeast => $"{Cell.Percent(Shown).Text} % or more";

    private static string Moved(MechanismMap map) =>
        $"{Execution.HopsInWords(map.Hops)}, the line of depth {map.Depth} elsewhere and under another name";

    private static View Map(MechanismMap map) => View.Of(
        $"{Moved(map)}: {map.Programs} programs ({map.Possible} of {map.Tried} tried have such sources){Controls(map)}; places where mechanisms have {AtLeast}",
        ["layer", "token", "value", "line", "name", "itself", "kept", "other", "agreement", "shuffled", "line 1, 2, later"],
        map.Cells.Where(cell => MechanismMixture.Carried.Sum(which => cell.Of(which).Value) >= Shown).Select(cell => (IEnumerable<Cell>)
        [
            cell.Layer, cell.Place, .. MechanismMixture.Carried.Select(which => Cell.Percent(cell.Of(which))),
            Cell.Percent(cell.Kept.Value), Cell.Percent(cell.Other.Value), Cell.Number(cell.Agreement.Value), Cell.Number(cell.Shuffled),
            string.Join(", ", cell.ByLine.Select(one => $"{AnswerLineGroups.NameOf(one.Line)}: {Cell.Percent(one.Share.Value).Text}")),
        ]));

    private static string Controls(MechanismMap map)
    {
        double other = map.Cells.Where(cell => cell.Place == MechanismSweep.OtherToken)
            .SelectMany(cell => MechanismMixture.Carried.Select(which => cell.Of(which).Value)).DefaultIfEmpty(0).Max();
        return $"; a token off the chain has at most {Cell.Percent(other).Text} %"
            + (map.Untrained is { } none ? $", the untrained model {Cell.Percent(none.Share.Value).Text} %" : "");
    }
}
