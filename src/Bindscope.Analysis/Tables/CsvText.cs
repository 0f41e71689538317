using System.Globalization;
using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Tables;

/// <summary>Comma-separated values (RFC 4180).</summary>
public static class CsvText
{
    /// <summary>Writes each table after a line with its title: numbers in their own unit, ends of intervals in columns of their own.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="views">The tables.</param>
    public static void Write(TextWriter writer, IEnumerable<View> views)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(views);
        foreach (View view in views)
        {
            writer.WriteLine("# " + view.Title.ReplaceLineEndings(" "));
            if (view.Columns.IsEmpty)
            {
                continue;
            }

            bool[] intervals = [.. view.Columns.Select((_, column) => view.Rows.Any(row => row[column].Low is not null))];
            bool[] counts = [.. view.Columns.Select((_, column) => view.Rows.Any(row => row[column].Programs is not null))];
            writer.WriteLine(Line(view.Columns.SelectMany((name, i) => Fields(name, $"{name} low", $"{name} high", $"{name} n", i))));
            foreach (var row in view.Rows)
            {
                writer.WriteLine(Line(row.SelectMany((cell, i) => Fields(
                    cell.Value is { } value ? Number(value) : cell.Text, Number(cell.Low), Number(cell.High), Number(cell.Programs), i))));
            }

            IEnumerable<string> Fields(string value, string low, string high, string n, int column) =>
                [value, .. intervals[column] ? [low, high] : Array.Empty<string>(), .. counts[column] ? [n] : Array.Empty<string>()];
        }
    }

    /// <summary>One line.</summary>
    /// <param name="fields">Any texts.</param>
    internal static string Line(IEnumerable<string> fields) => string.Join(',', fields.Select(text =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
