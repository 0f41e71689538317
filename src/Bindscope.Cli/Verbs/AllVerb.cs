using System.CommandLine;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Everything;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Does every analysis of a run that is not done yet, and tells of each when it is done.</summary>
internal sealed class AllVerb(CatalogueEntry entry) : AnalysisVerb(entry)
{
    /// <inheritdoc/>
    public override int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = Open(request);
        var spec = (EverythingSpec)QuestionOf(run, request);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        EverythingResult result = EverythingAnalysis.Run(
            run, spec, Work(request, display, cancellation), TimeProvider.System, cost => Tell(cost, terminal));
        display.Dispose();
        Show(request, terminal, result, Tables.Invariant($"{run.Name}, step {result.Checkpoint}"), Entry.Views(result));
        terminal.Keep(Entry.Info.Folder(run, spec), spec, result);
        return ExitCode.Success;
    }

    private static void Tell(AnalysisCost cost, Terminal terminal)
    {
        string line = cost.Outcome switch
        {
            AnalysisOutcome.Fresh => $"{cost.Name}: there already",
            AnalysisOutcome.Kept => $"{cost.Name}: there already, with settings of its own (kept; name --programs to do it anew)",
            AnalysisOutcome.NotPossible => $"{cost.Name}: not possible: {cost.Note}",
            _ => Tables.Invariant($"{cost.Name}: {cost.Seconds:0.0} s"),
        };
        terminal.Error.WriteLine(terminal.IsErrorAScreen ? $"\r\u001b[K{line}" : line);
    }
}
