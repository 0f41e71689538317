using System.CommandLine;
using Bindscope.Analysis;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Lists the analyses: the command, and the question that it answers.</summary>
internal sealed class AnalyzeListVerb : IVerb
{
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };

    public AnalyzeListVerb() => Command = new Command("list", "Lists the analyses and what each answers.") { json };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(json))
        {
            terminal.Out.WriteJson(new
            {
                Analyses = Catalogue.All.Select(entry => new { Name = entry.Info.Command, Question = entry.Info.Description, entry.Info.Alias }),
            });
            return ExitCode.Success;
        }

        Table table = Tables.Plain("analysis", "what it answers", "also");
        foreach (var entry in Catalogue.All)
        {
            table.Row(entry.Info.Command, entry.Info.Description, entry.Info.Alias ?? "");
        }

        Tables.Console(terminal).Write(table);
        return ExitCode.Success;
    }
}
