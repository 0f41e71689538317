using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Cumulative;

/// <summary>The routes' parts, what is right without them, and when the circuit's began to work, as tables.</summary>
internal static class CumulativeViews
{
    internal static IEnumerable<View> Of(CumulativeResult result)
    {
        if (result.Early is { } early)
        {
            yield return View.Of(
                $"""
                patching the colon on entering layer {early.Layer} succeeds in {Cell.Percent(early.FirstTwoLines).Text} % with the answer on line 1 or 2
                {Cell.Percent(early.Later).Text} % later: {(early.IsRetained ? "an early route is left" : "no early route is left")}
                """);
        }

        if (result.Route is { } route)
        {
            yield return View.Of(
                $"""
                the heuristic's cell, found at step {route.Checkpoint}: the colon on entering layer {route.Layer}
                it turns {Cell.Percent(route.Chosen.Value).Text} % of {route.Chosen.Programs} answers on line 1{Others(route)}
                """,
                ["answer line", "programs", "% on the plateau", "% at the end", "the cell is"],
                route.Fates.Select(fate => (IEnumerable<Cell>)
                [
                    AnswerLineGroups.NameOf(fate.AnswerLine), fate.End.Programs, Cell.Percent(fate.Plateau.Value), Cell.Percent(fate.End.Value),
                    Cell.Words(fate.Kind),
                ]));
        }

        yield return result.Origin == RouteOrigin.None
            ? View.Of($"no head carries a heuristic of this run: it has no heuristic phase, or nothing to be found in it")
            : View.Of($"the heuristic's parts are those of step {result.HeuristicCheckpoint}; {result.Shared} of them are the circuit's, too");
        foreach (View view in (View[])
            [.. Parts("heuristic", result.Heuristic, []), .. Parts("circuit", result.Circuit, result.Order),
            .. Enum.GetValues<AblationMethod>().SelectMany(method => Ablated(result, method))])
        {
            yield return view;
        }

        foreach (IGrouping<TransplantDirection, TransplantAccuracy> direction in result.Transplants.GroupBy(one => one.Direction))
        {
            View table = View.Of(
                $"accuracy in % with {(direction.Key == TransplantDirection.EarlierIntoLast
                    ? "the checkpoint's block of weights in the last checkpoint" : "the last checkpoint's block of weights in the checkpoint")}",
                ["step", .. direction.Select(one => one.Block).Distinct()],
                direction.GroupBy(one => one.Step).Select(step => (IEnumerable<Cell>)
                    [step.Key, .. step.Select(one => Cell.Brief(one.Accuracy))]));
            yield return direction.Key == TransplantDirection.EarlierIntoLast
                ? table.Named("earlier into last") : table.Named("last into earlier");
        }
    }

    private static IEnumerable<View> Parts(string name, ImmutableArray<RoutePart> parts, ImmutableArray<PartEmergence> order) => parts.IsEmpty
        ? []
        :
        [
            View.Of(
                $"{name}: heads and tokens that the digit passes through, by their effect on the answer's margin",
                ["head", "at every", "effect", "largest at", "hops", "answer line", "works from", "interval"],
                parts.Select((part, i) => (part, order.FirstOrDefault(one => one.Part == i))).Select(row => (IEnumerable<Cell>)
                [
                    $"{row.part.Layer}.{row.part.Head}",
                    Cell.Words(row.part.Token),
                    Cell.Signed(row.part.Effect),
                    row.part.Role.ToString(),
                    row.part.Hops,
                    AnswerLineGroups.NameOf(row.part.AnswerLine),
                    row.Item2 is { } from ? from.Step : "",
                    row.Item2 is { } emerged ? $"{emerged.Low}-{(emerged.High is { } high ? $"{high}" : "?")}" : "",
                ])),
        ];

    private static IEnumerable<View> Ablated(CumulativeResult result, AblationMethod method)
    {
        AblationAccuracy[] rows = [.. result.Ablations.Where(one => one.Method == method)];
        Ablation[] arms = [.. rows.Select(one => one.Ablation).Distinct()];
        return arms.Length == 0
            ? []
            :
            [
                View.Of(
                    $"""
                    accuracy in % of {result.Programs} programs, answer on line {string.Join(" / ", rows.Select(one => one.AnswerLine).Distinct())}
                    with parts ablated {(method == AblationMethod.Mean ? "to their mean over other programs" : "to zero")}
                    """,
                    ["step", .. arms.Select(arm => Cell.Words(arm))],
                    rows.GroupBy(one => one.Step).Select(step => (IEnumerable<Cell>)
                    [
                        step.Key,
                        .. arms.Select(arm => (Cell)string.Join(
                            " ", step.Where(one => one.Ablation == arm).Select(one => Cell.Percent(one.Accuracy.Value).Text))),
                    ])),
            ];
    }

    private static string Others(HeuristicRoute route) =>
        route.IsOwn ? "" : "; answers after line 2 hang on it about as often, so it is no heuristic's own";
}
