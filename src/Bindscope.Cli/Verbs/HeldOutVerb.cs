using System.CommandLine;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
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
        Description = "a run trained in the same way without some combinations, which has this analysis; the comparison is kept"
            + " with --run, which saw them all, for its report",
    };

    public HeldOutVerb()
    {
        Command = new Command("held-out", "Does the model answer programs with combinations of variable and digit that it never saw (figure 7)?")
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
        if (request.GetValue(beside) is { } name)
        {
            Compare(run, name, options.Json(request), terminal);
            return ExitCode.Success;
        }

        var spec = new HeldOutSpec(request.GetValue(programs));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        HeldOutResult result = HeldOutAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, HeldOutSpec.FolderName), spec, result);
        return ExitCode.Success;
    }

    private static void Compare(Run all, string name, bool json, Terminal terminal)
    {
        Run without = Training.Runs.Run.Open(Training.Runs.Run.Locate(name));
        if (all.Preset.Data.HeldOutCombinations > 0)
        {
            throw new UserException(
                $"{all.Name} is the one of the two that was trained without some combinations",
                $"the comparison goes into the folder that --run names: --run {ShellWord.Of(name)} --beside {ShellWord.Of(all.Name)}");
        }

        var stored = new AnalysisFolder(without, HeldOutSpec.FolderName);
        if (!stored.HasResult)
        {
            throw new UserException(
                $"{without.Name} does not have this analysis yet", $"`bindscope analyze held-out --run {ShellWord.Of(name)}` computes it first", 3);
        }

        HeldOutResult result = stored.Read<HeldOutResult>();
        HeldOutComparison comparison = HeldOutAnalysis.Beside(without, result, all);
        PatchVerbs.Show(comparison, json, terminal, () => Write(without.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(all, HeldOutComparison.FolderName), new HeldOutBesideSpec(name, result.Programs), comparison);
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
