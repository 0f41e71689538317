using System.CommandLine;
using Bindscope.Analysis.Patching.Edges;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Cuts and replaces attention edges between the tokens on the digit's way.</summary>
internal sealed class PatchAttentionVerb : IVerb
{
    private readonly AnalysisOptions options = new(programs: 50);
    private readonly Option<EdgeGranularity> each = new("--each")
    {
        Description = "cut an edge in one head at a time, in a whole layer, or in the whole model: heads, layers or model",
        DefaultValueFactory = _ => EdgeGranularity.Heads,
    };

    public PatchAttentionVerb()
    {
        Command = new Command("attention", "Cuts each attention edge between tokens on the digit's path, and replaces it with the source's.")
        {
            each,
        };
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
        var spec = new EdgeSpec(options.StepOf(request, run), options.Selection(request), request.GetValue(each), options.Tokens(request));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        EdgeResult result = EdgeAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => EdgeTable.Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }
}
