using System.CommandLine;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Follows the circuit's cells over all checkpoints: figure 4.</summary>
internal sealed class DevelopmentVerb : IVerb
{
    private readonly AnalysisOptions options = new(programs: 100);
    private readonly Option<string?> cells = new("--cells")
    {
        Description = "cells to follow instead of those that the last checkpoint's sweep suggests: \"2,colon 3,rhs:1\"",
    };

    public DevelopmentVerb()
    {
        Command = new Command("development", "Follows the circuit's cells over all checkpoints (figure 4); continues where it was stopped.")
        {
            cells,
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
        var spec = new DevelopmentSpec(
            options.Selection(request),
            request.GetValue(cells) is { } given ? [.. FollowedCell.Parse(given, run.Preset.Model.Layers)] : []);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        DevelopmentResult result = DevelopmentAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => DevelopmentTable.Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, DevelopmentSpec.FolderName), spec, result);
        return ExitCode.Success;
    }
}
