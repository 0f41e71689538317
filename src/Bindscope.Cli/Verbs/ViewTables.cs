using Bindscope.Analysis.Description;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>An answer's tables for people, and as comma-separated values.</summary>
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

    /// <summary>Writes each table after a line with its title: numbers in their own unit, ends of intervals in columns of their own.</summary>
    public static void WriteCsv(this TextWriter writer, IEnumerable<View> views)
    {
        foreach (View view in views)
        {
            writer.WriteLine("# " + view.Title.ReplaceLineEndings(" "));
            if (view.Columns.IsEmpty)
            {
                continue;
            }

            bool[] intervals = [.. view.Columns.Select((_, column) => view.Rows.Any(row => row[column].Low is not null))];
            bool[] counts = [.. view.Columns.Select((_, column) => view.Rows.Any(row => row[column].Programs is not null))];
            writer.WriteLine(string.Join(',', view.Columns.SelectMany((name, i) => Fields(name, $"{name} low", $"{name} high", $"{name} n", i))));
            foreach (var row in view.Rows)
            {
                writer.WriteLine(string.Join(',', row.SelectMany((cell, i) => Fields(
                    cell.Value is { } value ? Number(value) : cell.Text, Number(cell.Low), Number(cell.High), Number(cell.Programs), i))));
            }

            IEnumerable<string> Fields(string value, string low, string high, string n, int column) =>
            [
                Quoted(value),
                .. intervals[column] ? [Quoted(low), Quoted(high)] : Array.Empty<string>(),
                .. counts[column] ? [Quoted(n)] : Array.Empty<string>(),
            ];
        }
    }

    private static string Number(double? value) => value is { } known ? Tables.Invariant($"{known:R}") : "";

    private static string Quoted(string text) =>
        text.IndexOfAny([',', '"', '\n']) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
