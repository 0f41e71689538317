using Bindscope.Analysis.Description;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Accuracy of each variable by layer and place, and when it moved in, as tables.</summary>
internal static class AbstractionViews
{
    /// <summary>A place where fewer programs follow a variable at every layer is left out of the table; the JSON has it.</summary>
    private const double Shown = 0.2;

    internal static IEnumerable<View> Of(AbstractionResult result) =>
    [
        View.Of(
            $"step {result.Checkpoint}: interchange-intervention accuracy of the interpreter's variables, % by layer entered (1-{
                result.Layers}); places that reach {Cell.Percent(Shown).Text}"),
        .. result.Cells.GroupBy(cell => cell.Hops).Select(Cells),
        View.Of(
            $"when each moved in: from when accuracy stays at its share of its final value or above; interval by the cells' own 95 % intervals",
            ["step", "interval", "not yet at", "variable", "source", "hops", "layer", "place", "final, %", "random move, %"],
            result.Homes.Select(home => (IEnumerable<Cell>)
            [
                home.Step,
                $"{home.Low}-{(home.High is { } high ? $"{high}" : "?")}",
                home.After,
                home.Variable,
                $"{home.Source}",
                home.Hops,
                home.Layer,
                home.Place,
                Cell.Percent(home.Accuracy),
                Cell.Percent(home.Random),
            ])),
    ];

    private static View Cells(IGrouping<int, InterchangeCell> hops) => View.Of(
        $"{Execution.HopsInWords(hops.Key)}",
        ["variable", "source", "programs", "place", "accuracy", "rival", "kept", "chance"],
        hops.GroupBy(cell => (cell.Variable, cell.Source, cell.Place))
            .Select(row => (row.Key, Layers: row.OrderBy(cell => cell.Layer).ToArray()))
            .Where(row => row.Layers.Any(cell => cell.Accuracy.Value >= Shown) || (row.Key.Variable == "unrelated" && row.Key.Place is "query" or "colon"))
            .Select(row => (IEnumerable<Cell>)
            [
                row.Key.Variable,
                $"{row.Key.Source}",
                row.Layers[0].Accuracy.Programs,
                row.Key.Place,
                Join(row.Layers, cell => cell.Accuracy.Value),
                row.Layers[0].Rival is null ? "" : Join(row.Layers, cell => cell.Rival!.Value.Value),
                Join(row.Layers, cell => cell.Kept.Value),
                Cell.Percent(row.Layers.Max(cell => cell.Chance)),
            ]));

    private static Cell Join(InterchangeCell[] layers, Func<InterchangeCell, double> share) =>
        string.Join(" ", layers.Select(cell => Cell.Percent(share(cell)).Text));
}
