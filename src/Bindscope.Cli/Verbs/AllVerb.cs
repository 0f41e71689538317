using System.CommandLine;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Does every analysis of a run that is not done yet.</summary>
internal sealed class AllVerb : IVerb
{
    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<int> programs = new("--programs")
    {
        Description = "programs in each group of a sweep; 0 chooses by the size of the model",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<int> workers = new("--workers")
    {
        Description = "threads",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<string?> output = ResultsFolder.Option();

    public AllVerb()
    {
        Command = new Command("all", "Runs every analysis that a run does not have yet, and says what each cost; continues where it was stopped.")
        {
            run, programs, workers, json, output,
        };
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run opened = Training.Runs.Run.Open(Training.Runs.Run.Locate(request.GetRequiredValue(run))).WithResults(request.GetValue(output));
        if (request.GetValue(workers) < 1)
        {
            throw new UserException("--workers must be at least 1", "leave it out for one thread per core");
        }

        var spec = new EverythingSpec(request.GetValue(programs));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        EverythingResult result = EverythingAnalysis.Run(
            opened, spec, new Work(request.GetValue(workers), display, cancellation), TimeProvider.System, cost => Tell(cost, terminal));
        display.Dispose();
        PatchVerbs.Show(result, request.GetValue(json), terminal, () => Write(opened.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(opened, EverythingSpec.FolderName), spec, result);
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

    private static void Write(string run, EverythingResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(Tables.Invariant(
            $"{run}, step {result.Checkpoint}: {result.Analyses.Length} analyses in {result.Seconds:0} s on {result.Workers} threads")
            + $", at most {Mebibytes(result.PeakBytes)} MiB");
        Table table = Tables.Plain("analysis", "folder under analyses/", "outcome", "seconds", "peak, MiB");
        foreach (AnalysisCost cost in result.Analyses)
        {
            bool ran = cost.Outcome is not (AnalysisOutcome.Fresh or AnalysisOutcome.Kept);
            table.Row(
                cost.Name,
                cost.Folder,
                BehaviourTable.Words(cost.Outcome.ToString()),
                ran ? Tables.Invariant($"{cost.Seconds:0.0}") : "",
                ran && cost.PeakBytes > 0 ? Mebibytes(cost.PeakBytes) : "");
        }

        console.Write(table);
        foreach (AnalysisCost cost in result.Analyses.Where(one => one.Note is not null))
        {
            console.WriteLine($"{cost.Name} was not possible: {cost.Note}");
        }
    }

    private static string Mebibytes(long bytes) => Tables.Invariant($"{bytes / 1048576.0:0}");
}
