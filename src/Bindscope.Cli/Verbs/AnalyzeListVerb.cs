using System.CommandLine;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Lists the analyses: the command, and the question that it answers.</summary>
internal sealed class AnalyzeListVerb : IVerb
{
    private readonly IReadOnlyList<IVerb> analyses;
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };

    public AnalyzeListVerb(IReadOnlyList<IVerb> analyses)
    {
        this.analyses = analyses;
        Command = new Command("list", "Lists the analyses and what each answers.") { json };
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        // Those that were there before `analyze` are commands of their own.
        (string Name, string Question)[] rows =
        [
            .. analyses.Select(analysis => ($"analyze {analysis.Command.Name}", analysis.Command.Description ?? "")),
            .. new IVerb[] { new PhasesVerb(), new DevelopmentVerb(), new HeadsVerb() }.Select(verb => (verb.Command.Name, verb.Command.Description ?? "")),
            .. new PatchVerb().Command.Subcommands.Select(part => ($"patch {part.Name}", part.Description ?? "")),
        ];
        if (request.GetValue(json))
        {
            terminal.Out.WriteJson(new { Analyses = rows.Select(row => new { row.Name, row.Question }) });
            return ExitCode.Success;
        }

        Table table = Tables.Plain("analysis", "what it answers");
        foreach ((string name, string question) in rows)
        {
            table.Row(name, question);
        }

        Tables.Console(terminal).Write(table);
        return ExitCode.Success;
    }
}
