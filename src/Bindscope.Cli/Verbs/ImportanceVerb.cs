using System.CommandLine;
using Bindscope.Analysis.Behaviour.Importance;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Which properties of a program decide whether the model is right.</summary>
internal sealed class ImportanceVerb : IVerb
{
    private static readonly ImportanceSpec Default = new();

    private readonly RunOptions options = new();
    private readonly Option<int> programs = new("--programs")
    {
        Description = "the first programs of the test set; half of them are used for fitting",
        DefaultValueFactory = _ => Default.Programs,
    };

    private readonly Option<int> permutations = new("--permutations")
    {
        Description = "how many times each feature is shuffled",
        DefaultValueFactory = _ => Default.Permutations,
    };

    public ImportanceVerb()
    {
        Command = new Command("importance", "Which properties of a program decide whether it is answered correctly, over training?")
        {
            programs, permutations,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new ImportanceSpec(request.GetValue(programs), request.GetValue(permutations));
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        ImportanceResult result = ImportanceAnalysis.Run(run, spec, options.Work(request, display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, ImportanceSpec.FolderName), spec, result);
        return ExitCode.Success;
    }

    private static void Write(string run, ImportanceResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            $"{run}: a logistic regression says from a program's features whether the model is right; learned on {result.FitPrograms} programs, measured on "
            + $"{result.TestPrograms} others. Importance: growth of its loss in thousandths of a nat when the feature is shuffled");
        Table table = Tables.Plain("step", "model right, %", "said, %", "guessed, %", "ROC area", "most important features");
        foreach (CheckpointImportance one in result.Checkpoints)
        {
            table.Row(
                $"{one.Step}",
                Tables.Percent(one.Accuracy.Value),
                one.Predicted is { } predicted ? Tables.Percent(predicted) : "",
                one.Guessed is { } guessed ? Tables.Percent(guessed.Value) : "",
                one.Predicted is null ? "too few" : Tables.Invariant($"{one.Area:0.00}"),
                string.Join(", ", one.Features.Where(feature => feature.LossIncrease.Low > 0).Take(3).Select(Name)));
        }

        console.Write(table);
    }

    private static string Name(FeatureImportance one) =>
        Tables.Invariant($"{BehaviourTable.Words(one.Feature.ToString())} {1000 * one.LossIncrease.Value:0}");
}
