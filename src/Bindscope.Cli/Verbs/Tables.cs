using System.Globalization;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Tables of an analysis's numbers, wide enough for a row of the paper's figures.</summary>
internal static class Tables
{
    private const int Width = 150;

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

    /// <summary>A row of plain text.</summary>
    public static void Row(this Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    /// <summary>A share as a whole percentage.</summary>
    public static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture);

    /// <summary>A share with its interval: 93 (89-96).</summary>
    public static string Percent(Proportion share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share.Value:0} ({100 * share.Low:0}-{100 * share.High:0})");

    /// <summary>A number with two decimals and its sign.</summary>
    public static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>A mean with its interval: +1.20 (+0.90 to +1.50).</summary>
    public static string Signed(Estimate mean) => $"{Signed(mean.Value)} ({Signed(mean.Low)} to {Signed(mean.High)})";

    /// <summary>A group of programs, with how many were tried and solved.</summary>
    public static string Title(int hops, AnswerLineGroup answerLine, int programs, int solved, int tried) => Invariant(
        $"{hops} {(hops == 1 ? "hop" : "hops")}, {AnswerLineGroups.Words(answerLine)}: {programs} programs ")
        + Invariant($"({solved} of {tried} tried are solved, base and source)");

    /// <summary>Text with numbers.</summary>
    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
