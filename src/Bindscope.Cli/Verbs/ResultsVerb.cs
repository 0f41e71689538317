using System.CommandLine;
using Bindscope.Analysis.Given;
using Bindscope.Model.Weights;
using Bindscope.Report;

namespace Bindscope.Cli.Verbs;

/// <summary>Writes the verdicts of several reports as a table of Markdown.</summary>
internal sealed class ResultsVerb : IVerb
{
    private readonly Argument<string[]> reports = new("reports") { Description = "report.json files", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> into = new("--into")
    {
        Description = "a file with the marks between which the table stands;"
        + " else it is printed"
    };

    public ResultsVerb() => Command = new Command("results", "Writes the verdicts of reports as a table of Markdown.") { reports, into };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        string table = ResultsTable.Of([.. request.GetRequiredValue(reports).Select(ResultsTable.Read)]);
        if (request.GetValue(into) is not { } file)
        {
            terminal.Out.Write(table);
            return ExitCode.Success;
        }

        string text = InputFile.Read(file, InputFile.Document);
        WholeFile.WriteText(file, ResultsTable.Into(text, table));
        terminal.Error.WriteLine($"written: {file}");
        return ExitCode.Success;
    }
}
