using System.CommandLine;
using Bindscope.Analysis.Attribution;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Ranks a sweep's cells by attribution patching.</summary>
internal sealed class PatchAttributionVerb : IVerb
{
    private readonly AnalysisOptions options = new(programs: 100);
    private readonly Option<PatchTarget> target = new("--target")
    {
        Description = "what would be patched: residual, heads or mlp",
        DefaultValueFactory = _ => PatchTarget.Heads,
    };

    public PatchAttributionVerb()
    {
        Command = new Command("attribution", "Ranks a sweep's cells by a gradient, with the exact effect of the top cells and of a sample.")
        {
            target,
        };
        options.AddTo(Command);
        options.AddSelectionTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new AttributionSpec(options.StepOf(request, run), request.GetValue(target), options.Selection(request));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        AttributionResult result = AttributionAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => AttributionTable.Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }
}
