using System.CommandLine;
using Bindscope.Analysis.Alignment;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Distributed alignment search for digits and names.</summary>
internal sealed class AlignmentVerb : IVerb
{
    private static readonly AlignmentSpec Default = new(0);

    private readonly AnalysisOptions options = new(programs: 0);
    private readonly Option<int[]> layers = new("--layer")
    {
        Description = "only the inputs of these layers",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int[]> ranks = new("--rank")
    {
        Description = "dimensions of the subspaces",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> train = Number("--train-pairs", "pairs to learn from", Default.TrainPairs);
    private readonly Option<int> test = Number("--test-pairs", "pairs from other programs, to test on", Default.TestPairs);
    private readonly Option<int> steps = Number("--steps", "gradient steps of each fit", Default.Steps);
    private readonly Option<int> draws = Number("--draws", "random subspaces of equal rank", Default.Draws);
    private readonly Option<int> workers = Number("--workers", "threads", Environment.ProcessorCount);
    private readonly Option<ulong> seed = new("--seed") { Description = "the seed of the counterfactuals and initial rotations", DefaultValueFactory = _ => 1 };

    public AlignmentVerb()
    {
        Command = new Command(
            "alignment", "How few directions carry a line's digit or name, if trained to? (distributed alignment search, with a rank sweep)")
        {
            layers, ranks, train, test, steps, draws, seed, workers,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new AlignmentSpec(
            options.StepOf(request, run),
            [.. request.GetValue(layers) ?? []],
            [.. request.GetValue(ranks) ?? []],
            request.GetValue(train),
            request.GetValue(test),
            request.GetValue(steps),
            request.GetValue(draws),
            request.GetValue(seed));
        if (request.GetValue(workers) < 1)
        {
            throw new UserException("--workers must be at least 1", "leave it out for one thread per core");
        }

        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        AlignmentResult result = AlignmentAnalysis.Run(run, spec, new Work(request.GetValue(workers), display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static void Write(string run, AlignmentResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            $"{run}, step {result.Checkpoint}: success in % of swapping whole vectors (ceiling), width {result.Width}; * where rotations were trained");
        Table ceilings = Tables.Plain("layer", "variable", "token: success on other programs");
        foreach (var row in result.Ceilings.GroupBy(one => (one.Layer, one.Target)))
        {
            ceilings.Row(
                $"{row.Key.Layer}",
                BehaviourTable.Words(row.Key.Target.ToString()),
                string.Join("   ", row.Select(one => $"{one.Token} {Tables.Percent(one.Success)}{(one.IsFitted ? "*" : "")}")));
        }

        console.Write(ceilings);
        Table fits = Tables.Plain(
            "layer", "variable", "token", "rank", "success", "kept", "on its own pairs", "random (largest)", "shuffled targets", "loss", "converged");
        foreach (AlignmentFit one in result.Fits)
        {
            fits.Row(
                $"{one.Layer}",
                BehaviourTable.Words(one.Target.ToString()),
                one.Token,
                $"{one.Rank}",
                Tables.Percent(one.Success),
                Tables.Percent(one.Kept.Value),
                Tables.Percent(one.TrainSuccess.Value),
                $"{Tables.Percent(one.Random.Value)} ({Tables.Percent(one.RandomHighest)})",
                one.Shuffled is { } shuffled ? Tables.Percent(shuffled) : "",
                Tables.Invariant($"{one.Loss:0.000}"),
                one.Converged ? "yes" : "no");
        }

        console.Write(fits);
    }
}
