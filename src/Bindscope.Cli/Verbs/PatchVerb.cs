using System.CommandLine;

namespace Bindscope.Cli.Verbs;

/// <summary>Interchange interventions: the catalogue's patching analyses under their short names, and one patch in one program.</summary>
internal sealed class PatchVerb : IVerb
{
    private readonly IReadOnlyList<IVerb> parts = [.. AnalysisVerbs.Aliases("patch"), new PatchPairVerb()];

    public PatchVerb()
    {
        Command = new Command(
            "patch", $"Patches a model from counterfactual programs: {string.Join(", ", parts.Select(part => part.Command.Name))}.");
        foreach (IVerb part in parts)
        {
            Command.Add(part.Command);
        }
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation) =>
        parts.Single(part => part.Command == request.CommandResult.Command).Run(request, terminal, cancellation);
}
