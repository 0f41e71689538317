using System.CommandLine;
using Bindscope.Analysis.Behaviour.Comparison;
using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Compares two checkpoints on the same programs.</summary>
internal sealed class CompareVerb : IVerb
{
    private readonly RunOptions options = new();
    private readonly Option<string> checkpoint = new("--checkpoint")
    {
        Description = "the first checkpoint's step, or last",
        DefaultValueFactory = _ => "last",
    };

    private readonly Option<string?> other = new("--with") { Description = "the other run; by default the same one" };
    private readonly Option<string> otherCheckpoint = new("--with-checkpoint")
    {
        Description = "the other run's step, or last",
        DefaultValueFactory = _ => "last",
    };

    private readonly Option<int> programs = new("--programs")
    {
        Description = "the first programs of the test set",
        DefaultValueFactory = _ => 4000,
    };

    public CompareVerb()
    {
        Command = new Command("compare", "Which programs does one checkpoint get right that another, of this run or another, gets wrong?")
        {
            checkpoint, other, otherCheckpoint, programs,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run first = options.Open(request);
        Run second = request.GetValue(other) is { } name ? Training.Runs.Run.Open(Training.Runs.Run.Locate(name)) : first;
        var spec = new ComparisonSpec(
            first.Directory,
            RunCheckpoint.StepOf(first, request.GetRequiredValue(checkpoint)),
            second.Directory,
            RunCheckpoint.StepOf(second, request.GetRequiredValue(otherCheckpoint)),
            request.GetValue(programs));
        ComparisonResult result = ComparisonAnalysis.Run(first, second, spec, options.Work(request, null, cancellation));
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(result, terminal));
        terminal.Keep(new AnalysisFolder(first, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }

    private static void Write(ComparisonResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        string one = $"{result.FirstRun} at {result.FirstStep}", other = $"{result.SecondRun} at {result.SecondStep}";
        console.WriteLine(
            $"{one}: {Tables.Percent(result.FirstAccuracy)} % of {result.FirstAccuracy.Programs}; {other}: {Tables.Percent(result.SecondAccuracy)} %; "
            + $"difference {Points(result.Difference.Value)} points ({Points(result.Difference.Low)} to {Points(result.Difference.High)})");
        console.WriteLine(Tables.Invariant(
            $"only the second is right: {result.Gained}, only the first: {result.Lost}, both: {result.BothRight}, neither: {result.BothWrong} ")
            + Tables.Invariant($"({result.BothWrongAlike} with the same wrong answer); McNemar's exact test p = {result.PValue:0.0e0}"));
        Table table = Tables.Plain("feature", "value", "programs", "only the second", "only the first", "p", "p after Holm");
        foreach (FeatureFlips flips in result.ByFeature.Where(flips => flips.Gained + flips.Lost > 0))
        {
            table.Row(
                BehaviourTable.Words(flips.Feature.ToString()),
                $"{flips.Value}",
                $"{flips.Programs}",
                $"{flips.Gained}",
                $"{flips.Lost}",
                Tables.Invariant($"{flips.PValue:0.0e0}"),
                Tables.Invariant($"{flips.AdjustedPValue:0.0e0}"));
        }

        console.Write(table);
        foreach ((string title, IEnumerable<FlippedProgram> flipped) in new[]
        {
            ("only the second is right", result.GainedPrograms.Take(5)), ("only the first is right", result.LostPrograms.Take(5)),
        })
        {
            foreach (FlippedProgram program in flipped)
            {
                console.WriteLine(
                    $"{title}: {program.Text.ReplaceLineEndings(" ")} is {program.Answer}; said {Token(program.FirstSays)} and {Token(program.SecondSays)}");
            }
        }
    }

    private static string Points(double share) => Tables.Invariant($"{100 * share:+0.0;-0.0;0.0}");

    private static string Token(int token) => token < 10 ? $"{token}" : $"'{Bindscope.Programs.Tokens.Tokenizer.Decode(token)}'";
}
