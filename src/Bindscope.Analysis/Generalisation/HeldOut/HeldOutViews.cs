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
        Table($"{result.Without.Run}: accuracy in % (interval) of n by where a program has a combination that was held out", result.Places),
    ];

    private static View Table(FormattableString title, ImmutableArray<HeldOutAccuracy> accuracy)
    {
        HeldOutPlace[] places = [.. accuracy.Select(one => one.Place).Distinct()];
        return View.Of(
            title,
            ["step", .. places.Select(place => Cell.Words(place))],
            accuracy.GroupBy(one => one.Step).Select(step => (IEnumerable<Cell>)[step.Key, .. step.Select(one => Cell.PercentOf(one.Accuracy))]));
    }
}
