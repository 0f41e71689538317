using Bindscope.Analysis.Description;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>An answer's tables for people.</summary>
internal static class ViewTables
{
    /// <summary>Writes a heading and the tables.</summary>
    public static void WriteTables(this Terminal terminal, string heading, IEnumerable<View> views)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(heading);
        foreach (View view in views)
        {
            console.WriteLine(view.Title);
            if (view.Columns.IsEmpty)
            {
                continue;
            }

            Table table = Tables.Plain(view.Columns);
            foreach (var row in view.Rows)
            {
                table.Row(row.Select(cell => cell.Text));
            }

            console.Write(table);
        }
    }
}
