using System.CommandLine;
using Bindscope.Analysis;
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
