using System.CommandLine;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Accuracy on programs with unseen lines: figure 7.</summary>
internal sealed class HeldOutVerb : IVerb
{
    private readonly RunOptions options = new();
    private readonly Option<int> programs = new("--programs")
    {
        Description = "the first programs of the test set",
        DefaultValueFactory = _ => new HeldOutSpec().Programs,
    };

    private readonly Option<string?> beside = new("--beside")
    {
        Description = "a run that was trained alike with all combinations; the comparison is written into its folder, for its report",
    };

    public HeldOutVerb()
    {
        Command = new Command("held-out", "Does it answer programs with combinations of variable and digit that it never saw (figure 7)?")
        {
            programs, beside,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new HeldOutSpec(request.GetValue(programs));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        HeldOutResult result = HeldOutAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, result, terminal));
        terminal.Error.WriteLine($"written: {new AnalysisFolder(run, HeldOutSpec.FolderName).Write(spec, result)}");
        if (request.GetValue(beside) is { } name)
        {
            Run all = Training.Runs.Run.Open(Training.Runs.Run.Locate(name));
            HeldOutComparison comparison = HeldOutAnalysis.Beside(run, result, all);
            terminal.Error.WriteLine($"written: {new AnalysisFolder(all, HeldOutComparison.FolderName).Write(spec, comparison)}");
        }

        return ExitCode.Success;
    }

    private static void Write(string run, HeldOutResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            $"{run}: {result.Combinations.Length} combinations ({Tables.Percent(result.Share)} %) held out of training; accuracy in % (interval) of n "
            + "by where a test program has one");
        HeldOutPlace[] places = [.. result.Accuracy.Select(one => one.Place).Distinct()];
        Table table = Tables.Plain(["step", .. places.Select(place => BehaviourTable.Words(place.ToString()))]);
        foreach (IGrouping<int, HeldOutAccuracy> step in result.Accuracy.GroupBy(one => one.Step))
        {
            table.Row([$"{step.Key}", .. step.Select(one => $"{Tables.Percent(one.Accuracy)} of {one.Accuracy.Programs}")]);
        }

        console.Write(table);
    }
}
