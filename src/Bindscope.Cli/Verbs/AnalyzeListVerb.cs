using System.CommandLine;
using Bindscope.Analysis;
using Bindscope.Analysis.Description;

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

        int width = Catalogue.All.Max(entry => entry.Info.Command.Length);
        foreach (CatalogueEntry entry in Catalogue.All)
        {
            terminal.Out.WriteLine($"{entry.Info.Command.PadRight(width)}  {entry.Info.Description}");
        }

        return ExitCode.Success;
    }
}
