using System.CommandLine;
using Bindscope.Analysis.Tables;
using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Cli.Verbs;

/// <summary>One flat table over several runs.</summary>
internal sealed class TableVerb : IVerb
{
    private readonly Option<string[]> runs = new("--runs")
    {
        Description = "names of runs under runs/ or reference/, or paths, separated by commas",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> csv = new("--csv") { Description = "write the whole table there as comma-separated values; - for standard output" };
    private readonly Option<string?> parquet = new("--parquet") { Description = "write the whole table there as Parquet" };

    public TableVerb() => Command = new Command(
        "table", "Several runs as one flat table: the fields in which they differ, their last metrics, the numbers of their analyses.")
    {
        runs, csv, parquet,
    };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        const StringSplitOptions Words = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        string[] names = [.. request.GetRequiredValue(runs).SelectMany(word => word.Split(',', Words))];
        RunsTable table = RunsTable.Of(
            names.Length > 0
                ? [.. names.Select(name => Runs.Run.Named(name))]
                : throw new UserException("--runs names no run", "name one or more with commas: --runs a,b"));
        if (request.GetValue(parquet) is { } columnar)
        {
            ParquetFile.Write(columnar, table);
            terminal.Error.WriteLine($"written: {columnar}");
        }

        if (request.GetValue(csv) is "-")
        {
            table.WriteCsv(terminal.Out);
        }
        else if (request.GetValue(csv) is { } file)
        {
            WriteCsv(file, table);
            terminal.Error.WriteLine($"written: {file}");
        }
        else if (request.GetValue(parquet) is null)
        {
            terminal.WriteTables("Runs", [table.Brief()]);
            terminal.Error.WriteLine($"hint: --csv FILE and --parquet FILE have all {table.Columns.Length} columns");
        }

        return ExitCode.Success;
    }

    /// <summary>Writes a table as comma-separated values, whole or not at all.</summary>
    /// <exception cref="UserException">The file cannot be written.</exception>
    internal static void WriteCsv(string file, RunsTable table)
    {
        using var text = new StringWriter { NewLine = "\n" };
        table.WriteCsv(text);
        WholeFile.WriteText(file, text.ToString());
    }
}
