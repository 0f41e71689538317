using System.CommandLine;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Accuracy where a symbol stands in a role that it never had in training.</summary>
internal sealed class UnseenRolesVerb : IVerb
{
    private readonly TestSetOptions options = new("all", new UnseenSpec().Programs, "the first programs of the test set");

    public UnseenRolesVerb()
    {
        Command = new Command("unseen-roles", "Does the model answer when a name or digit has a role that it never had in training? (resumable)");
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new UnseenSpec(options.Checkpoint(request, run), options.Programs(request));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        UnseenResult result = UnseenAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => UnseenRolesTable.Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }
}
