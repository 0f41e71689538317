using Bindscope.Analysis.Pairs;
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
        console.WriteLine(Tables.Invariant($"{run}, step {result.Checkpoint}: attention edges cut, {result.Granularity.ToString().ToLowerInvariant()} one at a time"));
        foreach (EdgeGroup group in result.Groups)
        {
            console.WriteLine(Tables.Invariant(
                $"{group.Hops} hops, answer on line {AnswerLineGroups.NameOf(group.AnswerLine)}: {group.Programs} programs ({group.Solved} of {group.Tried} tried are solved)"));
            Table table = Tables.Plain("looks", "at", "in", "margin lost (95 %)", "still right, %", "source's weight instead: success, %");
            foreach (EdgeCell cell in group.Cells.Take(Shown))
            {
                table.Row(
                    cell.To.ToString(),
                    cell.From.ToString(),
                    cell.Layer == 0 ? "model" : cell.Head == 0 ? $"layer {cell.Layer}" : $"{cell.Layer}.{cell.Head}",
                    $"{Tables.Signed(cell.MarginLost.Value)} ({Tables.Signed(cell.MarginLost.Low)} to {Tables.Signed(cell.MarginLost.High)})",
                    Tables.Percent(cell.Kept),
                    Tables.Percent(cell.PatternSuccess));
            }

            console.Write(table);
        }
    }
}
