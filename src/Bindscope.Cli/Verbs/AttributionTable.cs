using System.Globalization;
using Bindscope.Analysis.Attribution;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>The cells that were ranked and then patched.</summary>
internal static class AttributionTable
{
    public static void Write(string run, AttributionResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        string target = result.Target.ToString().ToLowerInvariant();
        console.WriteLine(Tables.Invariant($"{run}, step {result.Checkpoint}: attribution patching of {target}"));
        foreach (AttributionGroup group in result.Groups)
        {
            string sample = group.SampleRankCorrelation is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "-";
            console.WriteLine(Tables.Title(group.Hops, group.AnswerLine, group.Programs, group.Solved, group.Tried));
            console.WriteLine(Tables.Invariant(
                $"rank correlation with the exact effects {group.RankCorrelation:0.00}, over the random sample alone {sample}"));
            Table table = Tables.Plain("cell", "token", "attribution", "exact effect", "patched because");
            foreach (AttributionCell cell in group.Cells.Where(cell => cell.Exact is not null))
            {
                table.Row(
                    cell.Head > 0 ? $"{cell.Layer}.{cell.Head}" : $"{cell.Layer}",
                    cell.Role.ToString(),
                    Tables.Signed(cell.Attribution),
                    Tables.Signed(cell.Exact!.Value),
                    cell.Drawn ? "drawn at random" : "ranked high");
            }

            console.Write(table);
        }
    }
}
