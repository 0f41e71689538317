using System.CommandLine;
using Bindscope.Analysis.Patching;

namespace Bindscope.Cli.Verbs;

/// <summary>Interchange interventions; what is patched is a command below this one.</summary>
internal sealed class PatchVerb : IVerb
{
    private readonly IReadOnlyList<IVerb> parts =
    [
        new PatchResidualVerb(),
        new PatchComponentsVerb(
            "heads", PatchTarget.Heads, "Patches every head at every token of the digit's way (figure 3c and 10) and ranks the heads."),
        new PatchComponentsVerb("mlp", PatchTarget.Mlp, "Patches every MLP at every token of the digit's way and ranks the MLPs."),
        new PatchAttentionVerb(),
        new PatchPairVerb(),
        new PatchMapVerb(),
        new PatchAttributionVerb(),
    ];

    public PatchVerb()
    {
        Command = new Command("patch", "Patches a model from counterfactual programs: residual, heads, mlp, attention, pair, map, attribution.");
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
