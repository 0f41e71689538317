using Bindscope.Analysis.Patching.Edges;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>The attention edges whose cut costs most.</summary>
internal static class EdgeTable
{
    private const int Shown = 14;

    public static void Write(string run, EdgeResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        string each = result.Granularity.ToString().ToLowerInvariant();
        console.WriteLine(Tables.Invariant($"{run}, step {result.Checkpoint}: attention edges cut, {each} one at a time"));
        foreach (EdgeGroup group in result.Groups)
        {
            console.WriteLine(Tables.Title(group.Hops, group.AnswerLine, group.Programs, group.Solved, group.Tried));
            Table table = Tables.Plain("looks", "at", "in", "margin lost (95 %)", "still right, %", "source's weight instead: success, %", "programs");
            // An edge that few programs have would lead the list by chance.
            foreach (EdgeCell cell in group.Cells.Where(cell => 2 * cell.Kept.Programs >= group.Programs).Take(Shown))
            {
                table.Row(
                    cell.To.ToString(),
                    cell.From.ToString(),
                    cell.Layer == 0 ? "model" : cell.Head == 0 ? $"layer {cell.Layer}" : $"{cell.Layer}.{cell.Head}",
                    Tables.Signed(cell.MarginLost),
                    Tables.Percent(cell.Kept),
                    Tables.Percent(cell.PatternSuccess),
                    $"{cell.Kept.Programs}");
            }

            console.Write(table);
        }
    }
}
