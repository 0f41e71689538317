using System.CommandLine;
using Bindscope.Analysis;
using Bindscope.Analysis.Description;
using Bindscope.Errors;

namespace Bindscope.Cli.Verbs;

/// <summary>The analyses of trained runs, each a command below this one, and the list of them.</summary>
internal sealed class AnalyzeVerb : IVerb
{
    private readonly IReadOnlyList<IVerb> parts;

    public AnalyzeVerb()
    {
        IVerb[] aliases = [.. AnalysisVerbs.Aliases("analyze")];
        Array.ForEach(aliases, alias => alias.Command.Hidden = true);
        parts = [new AnalyzeListVerb(), .. Catalogue.All.Select(entry => AnalysisVerbs.Of(entry)), .. aliases];
        Command = new Command("analyze", "Analyses a run's checkpoints: `analyze list` says what there is and what each answers.");
        foreach (IVerb part in parts)
        {
            Command.Add(part.Command);
        }
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        IVerb? asked = parts.SingleOrDefault(part => part.Command == request.CommandResult.Command);
        return asked is null
            ? throw new UserException(
                "analyze needs an analysis after it", $"write one of {string.Join(", ", Command.Subcommands.Select(c => c.Name))} after it")
            : asked.Run(request, terminal, cancellation);
    }
}

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
