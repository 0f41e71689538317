using System.CommandLine;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Tries a checkpoint on programs unlike those of its training: figures 8 and 9.</summary>
internal sealed class GeneralisationVerb : IVerb
{
    private readonly TestSetOptions options = new("last", 100, "new programs of each form");
    private readonly Option<int> lines = new("--lines") { Description = "the longest programs", DefaultValueFactory = _ => 25 };
    private readonly Option<int> hops = new("--hops") { Description = "the longest chains", DefaultValueFactory = _ => 13 };
    private readonly Option<ulong> seed = new("--seed") { Description = "draws the programs", DefaultValueFactory = _ => 1 };

    public GeneralisationVerb()
    {
        Command = new Command("generalisation", "Does the model answer longer, deeper or otherwise different programs? (figures 8 and 9)")
        {
            lines, hops, seed,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        int step = options.Checkpoint(request, run)
            ?? throw new UserException("generalisation tries one checkpoint at a time", "give --checkpoint last, or a step");
        var spec = new GeneralisationSpec(
            step, options.Programs(request), request.GetValue(lines), request.GetValue(hops), request.GetValue(seed));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        GeneralisationResult result = GeneralisationAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }

    private static void Write(string run, GeneralisationResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            $"{run}, step {result.Checkpoint}: trained on {result.TrainedLines} lines and up to {result.TrainedHops} hops; "
            + "accuracy in % (interval) of n, by the answer's line");
        console.WriteLine($"by lines, 1 to {result.TrainedHops} hops, up to {result.LongestLines} lines (figure 8)");
        Curve(console, "lines", result.ByLines);
        console.WriteLine($"by hops, {result.TrainedLines} lines (figure 9)");
        Curve(console, "hops", result.ByHops);
        console.WriteLine($"with other distractors, {result.TrainedLines} lines, 1 to {result.TrainedHops} hops");
        Table table = Tables.Plain(["distractors", .. Columns()]);
        foreach (IGrouping<Variation, VariationAccuracy> variation in result.ByVariation.GroupBy(one => one.Variation))
        {
            table.Row(
            [
                variation.Key == Variation.None ? "as in the task" : BehaviourTable.Words(variation.Key.ToString()),
                .. Enum.GetValues<AnswerLineGroup>().Select(group => Text(variation.FirstOrDefault(one => one.AnswerLine == group)?.Accuracy)),
            ]);
        }

        console.Write(table);
    }

    private static void Curve(IAnsiConsole console, string axis, IEnumerable<GeneralisationPoint> points)
    {
        Table table = Tables.Plain([axis, .. Columns()]);
        foreach (IGrouping<int, GeneralisationPoint> value in points.GroupBy(point => point.Value))
        {
            table.Row(
            [
                $"{value.Key}",
                .. Enum.GetValues<AnswerLineGroup>().Select(group => Text(value.FirstOrDefault(one => one.AnswerLine == group)?.Accuracy)),
            ]);
        }

        console.Write(table);
    }

    private static IEnumerable<string> Columns() => Enum.GetValues<AnswerLineGroup>().Select(group => $"line {AnswerLineGroups.NameOf(group)}");

    private static string Text(Proportion? share) => share is { } known ? $"{Tables.Percent(known)} of {known.Programs}" : "";
}
