using Bindscope.Analysis.Abstraction;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Accuracy of each variable by layer and place, and when it moved in.</summary>
internal static class AbstractionTable
{
    /// <summary>A place where fewer programs follow a variable at every layer is left out of the table; the JSON has it.</summary>
    private const double Shown = 0.2;

    public static void Write(string run, AbstractionResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            $"{run}, step {result.Checkpoint}: interchange-intervention accuracy of the interpreter's variables, % by layer entered (1-{result.Layers}); "
            + $"places that reach {Tables.Percent(Shown)}");
        foreach (IGrouping<int, InterchangeCell> hops in result.Cells.GroupBy(cell => cell.Hops))
        {
            console.WriteLine(Tables.Invariant($"{hops.Key} {(hops.Key == 1 ? "hop" : "hops")}"));
            Table table = Tables.Plain("variable", "source", "programs", "place", "accuracy", "rival", "kept", "chance");
            foreach (var row in hops.GroupBy(cell => (cell.Variable, cell.Source, cell.Place)))
            {
                InterchangeCell[] layers = [.. row.OrderBy(cell => cell.Layer)];
                bool isShown = layers.Any(cell => cell.Accuracy.Value >= Shown);
                if (isShown || (row.Key.Variable == "unrelated" && row.Key.Place is "query" or "colon"))
                {
                    table.Row(
                        row.Key.Variable,
                        $"{row.Key.Source}",
                        $"{layers[0].Accuracy.Programs}",
                        row.Key.Place,
                        Join(layers, cell => cell.Accuracy.Value),
                        layers[0].Rival is null ? "" : Join(layers, cell => cell.Rival!.Value.Value),
                        Join(layers, cell => cell.Kept.Value),
                        Tables.Percent(layers.Max(cell => cell.Chance)));
                }
            }

            console.Write(table);
        }

        console.WriteLine("when each moved in: from when accuracy stays at half of its final value or above; interval by the cells' own 95 % intervals");
        Table homes = Tables.Plain("step", "interval", "not yet at", "variable", "source", "hops", "layer", "place", "final, %", "random move, %");
        foreach (VariableHome home in result.Homes)
        {
            homes.Row(
                $"{home.Step}",
                $"{home.Low}-{(home.High is { } high ? $"{high}" : "?")}",
                home.After is { } after ? $"{after}" : "",
                home.Variable,
                $"{home.Source}",
                $"{home.Hops}",
                $"{home.Layer}",
                home.Place,
                Tables.Percent(home.Accuracy),
                Tables.Percent(home.Random));
        }

        console.Write(homes);
    }

    private static string Join(InterchangeCell[] layers, Func<InterchangeCell, double> share) =>
        string.Join(" ", layers.Select(cell => Tables.Percent(share(cell))));
}
