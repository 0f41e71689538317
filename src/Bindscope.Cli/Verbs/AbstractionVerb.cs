using System.CommandLine;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Which variable of the interpreter lives where.</summary>
internal sealed class AbstractionVerb : IVerb
{
    private readonly AnalysisOptions options = new(programs: 60);

    public AbstractionVerb()
    {
        Command = new Command(
            "abstraction",
            "Which of the interpreter's variables (values, names referred to, the root's line) lives at which layer and token, and since when?");
        options.AddRunTo(Command);
        options.AddSelectionTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        PairSelection selection = options.Selection(request);
        var spec = new AbstractionSpec(
            selection.AnswerLines.IsEmpty ? selection with { AnswerLines = [AnswerLineGroup.Second, AnswerLineGroup.Later] } : selection);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        AbstractionResult result = AbstractionAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => AbstractionTable.Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, AbstractionSpec.FolderName), spec, result);
        return ExitCode.Success;
    }
}
