using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Description;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Tables of an analysis's numbers, wide enough for a row of the paper's figures.</summary>
internal static class Tables
{
    private const int Width = 150;

    /// <summary>Characters beyond which a cell is a sentence and may be broken; what is shorter is not, or its column's name would be broken with it.</summary>
    private const int Sentence = 40;

    /// <summary>Characters that a column's border and padding take, and those of the table's own border, rounded up.</summary>
    private const int OfAColumn = 3, OfTheTable = 2;

    /// <summary>A console that writes to standard output.</summary>
    public static IAnsiConsole Console(Terminal terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.IsOutAScreen ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Out),
        });
        console.Profile.Width = Width;
        return console;
    }

    /// <summary>An empty table.</summary>
    public static Table Plain(params IEnumerable<string> columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)).NoWrap());
        }

        return table;
    }

    /// <summary>A row of plain text. A column with a sentence in it may be broken between words.</summary>
    public static void Row(this Table table, params IEnumerable<string> cells)
    {
        string[] texts = [.. cells];
        for (int column = 0; column < texts.Length; column++)
        {
            table.Columns[column].NoWrap &= texts[column].Length <= Sentence;
        }

        table.AddRow(texts.Select(text => new Text(text)));
    }

    /// <summary>Writes a heading and the tables.</summary>
    public static void WriteTables(this Terminal terminal, string heading, IEnumerable<View> views)
    {
        IAnsiConsole console = Console(terminal);
        console.WriteLine(heading);
        foreach (View view in views)
        {
            console.WriteLine(view.Title);
            if (view.Columns.IsEmpty)
            {
                continue;
            }

            Table table = Plain(view.Columns);
            var rows = view.Brief();
            foreach (var row in rows)
            {
                table.Row(row);
            }

            console.Profile.Width = Math.Max(Width, Needed(view.Columns, rows));
            console.Write(table);
            console.Profile.Width = Width;
            if (view.Rows.Length > view.Shown)
            {
                console.WriteLine(Invariant($"{view.Rows.Length - view.Shown} rows more with --csv"));
            }
        }
    }

    /// <summary>How wide a table must be for no word in it to be broken: a column with a sentence may be broken between words, any other nowhere.</summary>
    private static int Needed(ImmutableArray<string> columns, ImmutableArray<ImmutableArray<string>> rows)
    {
        int width = OfTheTable;
        for (int column = 0; column < columns.Length; column++)
        {
            string[] cells = [.. rows.Select(row => row[column])];
            char[] ends = cells.Any(cell => cell.Length > Sentence) ? [' ', '\n'] : ['\n'];
            width += OfAColumn + cells.Append(columns[column]).SelectMany(text => text.Split(ends)).Max(part => part.Length);
        }

        return width;
    }

    /// <summary>A number with two decimals and its sign.</summary>
    public static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>Text with numbers.</summary>
    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
