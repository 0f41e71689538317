using System.CommandLine;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Measures what a run's models do on the test set: figure 2 and more.</summary>
internal sealed class BehaviourVerb : IVerb
{
    private readonly TestSetOptions options = new("all", 4000, "the first programs of the test set");

    public BehaviourVerb()
    {
        Command = new Command(
            "behaviour", "When is the model right, which heuristic explains its predictions, and which programs are hard? (figure 2; resumable)");
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new BehaviourSpec(options.Checkpoint(request, run), options.Programs(request));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        BehaviourResult result = BehaviourAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => BehaviourTable.Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }
}
