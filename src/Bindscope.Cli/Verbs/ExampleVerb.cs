using System.CommandLine;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Computes what the pages show of a run's example program, at every checkpoint.</summary>
internal sealed class ExampleVerb : IVerb
{
    private readonly WholeRunOptions options = new();

    public ExampleVerb()
    {
        Command = new Command("example", "What happens inside the model, checkpoint by checkpoint, in one program? (figure 3a and more; resumable)");
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new ExampleSpec();
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        ExampleResult result = ExampleAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, ExampleSpec.FolderName), spec, result);
        return ExitCode.Success;
    }

    private static void Write(string run, ExampleResult result, Terminal terminal)
    {
        terminal.Out.WriteLine(Tables.Invariant($"{run}: this program at {result.Steps.Length} checkpoints, in {ExampleSpec.FolderName}/checkpoints"));
        terminal.Out.WriteLine(result.Base);
    }
}
