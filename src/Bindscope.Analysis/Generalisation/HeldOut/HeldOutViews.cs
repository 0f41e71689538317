using System.Collections.Immutable;
using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>Accuracy by where a program has a held-out combination, as a table.</summary>
internal static class HeldOutViews
{
    internal static IEnumerable<View> Of(HeldOutResult result) =>
    [
        Table(
            $"""
            {result.Combinations.Length} combinations ({Cell.Percent(result.Share).Text} %) held out of training
            accuracy in % (interval) of n by where a program has one
            """,
            result.Accuracy),
    ];

    internal static IEnumerable<View> Of(HeldOutComparison result) =>
    [
        View.Of(
            $"accuracy in % (interval) at the last evaluation",
            ["run", "saw", "step", "accuracy"],
            new[] { (result.All, "all combinations"), (result.Without, $"all but {Cell.Percent(result.Share).Text} %") }.Select(row => (IEnumerable<Cell>)
                [row.Item1.Run, row.Item2, (long?)row.Item1.Steps[^1], Cell.PercentOf(row.Item1.Accuracy[^1], "0.0")])),
        .. result.Final is { } final ? new[] { Pairs(result, final) } : [],
        Table($"{result.Without.Run}: accuracy in % (interval) of n by where a program has a combination that was held out", result.Places),
    ];

    private static View Pairs(HeldOutComparison result, HeldOutFinal final) => View.Of(
        $"""
        the same programs at {result.All.Run}'s step {final.AllStep} and {result.Without.Run}'s step {final.WithoutStep}, by which of them is right
        difference: {result.Without.Run} minus {result.All.Run}, in points (paired interval)
        """,
        ["held-out combination", "programs", "both", $"{result.All.Run} alone", $"{result.Without.Run} alone", "neither", "difference"],
        final.Pairs.Select(pairs => (IEnumerable<Cell>)
        [
            Cell.Words(pairs.Place), pairs.Programs, pairs.Both, pairs.AllAlone, pairs.WithoutAlone, pairs.Neither, Cell.Points(pairs.Difference),
        ]));

    private static View Table(FormattableString title, ImmutableArray<HeldOutAccuracy> accuracy)
    {
        HeldOutPlace[] places = [.. accuracy.Select(one => one.Place).Distinct()];
        return View.Of(
            title,
            ["step", .. places.Select(place => Cell.Words(place))],
            accuracy.GroupBy(one => one.Step).Select(step => (IEnumerable<Cell>)[step.Key, .. step.Select(one => Cell.PercentOf(one.Accuracy))]))
            .Named("places");
    }
}
