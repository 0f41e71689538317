using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Development;

/// <summary>Success at each cell over the checkpoints, and the order of emergence, as tables.</summary>
internal static class DevelopmentViews
{
    internal static IEnumerable<View> Of(DevelopmentResult result) =>
    [
        View.Of(
            $"cells of the residual stream over {result.Checkpoints.Length} checkpoints, source into base",
            ["cell", "chosen for"],
            result.Cells.Select(cell => (IEnumerable<Cell>)[NameOf(cell.Layer, cell.Role.ToString()), cell.Why])),
        .. result.Programs.Select(group => group.AnswerLine).Distinct().Order().Select(line => Curves(result, line)),
        View.Of(
            $"order of emergence: from when success stays at its share of its final value or above; interval by the cells' own 95 % intervals",
            ["step", "interval", "not yet at", "cell", "hops", "answer line", "final success, %"],
            result.Order.Select(one => (IEnumerable<Cell>)
            [
                new Cell($"{one.Step}", one.Step, one.Low, one.High),
                $"{one.Low}-{(one.High is { } high ? $"{high}" : "?")}",
                one.After,
                NameOf(one.Layer, one.Role.ToString()),
                one.Hops,
                AnswerLineGroups.NameOf(one.AnswerLine),
                Cell.Percent(one.Final),
            ])).Named("order"),
    ];

    private static View Curves(DevelopmentResult result, AnswerLineGroup line)
    {
        GroupSize[] groups = [.. result.Programs.Where(group => group.AnswerLine == line)];
        return View.Of(
            $"""
            answer on line {AnswerLineGroups.NameOf(line)}: success in % for {string.Join(", ", groups.Select(group => group.Hops))} hops
            {string.Join(", ", groups.Select(group => group.Programs))} programs; accuracy is that of the unpatched model
            """,
            ["step", "accuracy", .. result.Cells.Select(cell => NameOf(cell.Layer, cell.Role.ToString()))],
            result.Checkpoints.Select(checkpoint => (IEnumerable<Cell>)
            [
                checkpoint.Step,
                Join(groups, group => checkpoint.Accuracy.Single(one => one.Hops == group.Hops && one.AnswerLine == line).Accuracy.Value),
                .. result.Cells.Select(cell => Join(groups, group => checkpoint.Values.FirstOrDefault(value =>
                    (value.Layer, value.Role, value.Hops, value.AnswerLine) == (cell.Layer, cell.Role, group.Hops, line))?.Success.Value)),
            ]));
    }

    private static Cell Join(GroupSize[] groups, Func<GroupSize, double?> share) =>
        string.Join(" ", groups.Select(group => share(group) is { } value ? Cell.Percent(value).Text : "."));

    private static string NameOf(int layer, string role) => $"({layer}, {role})";
}
