using System.CommandLine;
using Bindscope.Analysis.Patching;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Patches heads or MLPs over the test set.</summary>
internal sealed class PatchComponentsVerb : IVerb
{
    private readonly AnalysisOptions options = new(programs: 200);
    private readonly PatchTarget target;

    public PatchComponentsVerb(string name, PatchTarget target, string description)
    {
        this.target = target;
        Command = new Command(name, description);
        options.AddTo(Command);
        options.AddSelectionTo(Command);
        options.AddTokensTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        int step = options.StepOf(request, run);
        var spec = new PatchSpec(step, target, options.Selection(request), options.ControlPrograms(request), options.Tokens(request));
        PatchVerbs.Sweep(run, spec, options, request, terminal, cancellation);
        return ExitCode.Success;
    }
}
