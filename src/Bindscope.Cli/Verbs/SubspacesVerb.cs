using System.CommandLine;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Training.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Subspaces of digits and names, and what swapping them does: figure 5.</summary>
internal sealed class SubspacesVerb : IVerb
{
    private static readonly SubspaceSpec Default = new(0);

    private readonly AnalysisOptions options = new(programs: 0);
    private readonly Option<int[]> layers = new("--layer")
    {
        Description = "only the inputs of these layers",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> fit = Number("--fit-programs", "programs with the answer after line 1 to learn from", Default.FitPrograms);
    private readonly Option<int> test = Number("--test-programs", "others, for held-out accuracy", Default.TestPrograms);
    private readonly Option<int> pairs = Number("--pairs", "pairs of programs for the swaps", Default.Pairs);
    private readonly Option<int> draws = Number("--draws", "random subspaces of equal rank", Default.Draws);
    private readonly Option<int> components = Number("--components", "components to choose from; 0 for the rule", Default.Components);
    private readonly Option<int> digitRank = Number("--digit-rank", "components for digits", Default.DigitRank);
    private readonly Option<int> nameRank = Number("--name-rank", "components for names", Default.NameRank);
    private readonly Option<int> workers = Number("--workers", "threads", Environment.ProcessorCount);
    private readonly Option<int> offset = Number(
        "--offset", "0 for the chain's right-hand sides, 1 for the newlines after them, 2 and 3 for the tokens after those", Default.Offset);

    private readonly Option<double> penalty = new("--penalty") { Description = "an L1 penalty instead of the ranks" };
    private readonly Option<ulong> seed = new("--seed") { Description = "draws counterfactuals and subspaces", DefaultValueFactory = _ => 1 };

    public SubspacesVerb()
    {
        Command = new Command("subspaces", "Do a few directions hold a line's digit or name, and does swapping them change the answer (figure 5)?")
        {
            layers, fit, test, pairs, draws, components, digitRank, nameRank, offset, penalty, seed, workers,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        var spec = new SubspaceSpec(
            options.StepOf(request, run),
            [.. request.GetValue(layers) ?? []],
            request.GetValue(fit),
            request.GetValue(test),
            request.GetValue(pairs),
            request.GetValue(draws),
            request.GetValue(components),
            request.GetValue(digitRank),
            request.GetValue(nameRank),
            request.GetValue(penalty),
            request.GetValue(seed),
            Default.Tolerance,
            request.GetValue(offset));
        if (request.GetValue(workers) < 1)
        {
            throw new UserException("--workers must be at least 1", "leave it out for one thread per core");
        }

        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        SubspaceResult result = SubspaceAnalysis.Run(run, spec, new Work(request.GetValue(workers), display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, options.Json(request), terminal, () => Write(run.Name, spec, result, terminal));
        terminal.Keep(new AnalysisFolder(run, spec.FolderName()), spec, result);
        return ExitCode.Success;
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static void Write(string run, SubspaceSpec spec, SubspaceResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            $"{run}, step {result.Checkpoint}: components of the vectors that enter a layer at {Tokens(spec.Offset)}, chosen from "
            + $"{result.Components} of {result.Width}; %");
        Table found = Tables.Plain(
            "layer", "target", "rank", "variance", "held-out accuracy", "unshrunk", "all components", "shuffled labels", "penalty", "gap");
        foreach (SubspaceFinding one in result.Findings)
        {
            found.Row(
                $"{one.Layer}",
                Name(one.Target),
                $"{one.Components.Length}",
                Tables.Percent(one.Variance),
                Percent(one.Accuracy),
                Percent(one.UnshrunkAccuracy),
                Percent(one.AllComponentsAccuracy),
                Percent(one.ShuffledAccuracy),
                Tables.Invariant($"{one.Penalty:0.0000}"),
                Tables.Invariant($"{one.Gap:0.0e0}"));
        }

        console.Write(found);
        console.WriteLine("swaps: programs that then answer as the source does (random: mean, and lowest to highest of the draws)");
        SwapArm[] arms = [.. result.Findings.SelectMany(one => one.Swaps).Select(swap => swap.Arm).Distinct()];
        Table swaps = Tables.Plain(["swap, rank", .. result.Findings.Select(one => $"{one.Layer} {Name(one.Target)}")]);
        swaps.Row(["pairs", .. result.Findings.Select(one => $"{one.Pairs}")]);
        foreach (SwapArm arm in arms)
        {
            swaps.Row(
            [
                arm.ToString(),
                .. result.Findings.Select(one => one.Swaps.FirstOrDefault(swap => swap.Arm == arm) is { } swap ? Outcome(swap) : ""),
            ]);
        }

        console.Write(swaps);
    }

    private static string Tokens(int offset) => offset switch
    {
        0 => "the chain's right-hand sides",
        1 => "the newlines after the chain's right-hand sides",
        _ => $"the tokens {offset} after the chain's right-hand sides",
    };

    private static string Outcome(SwapOutcome swap) => swap.Draws == 1
        ? Tables.Percent(swap.Success)
        : $"{Tables.Percent(swap.Success.Value)} ({Tables.Percent(swap.Lowest)}-{Tables.Percent(swap.Highest)})";

    private static string Name(SubspaceTarget target) => target.ToString().ToLowerInvariant();

    private static string Percent(Estimate share) =>
        Tables.Invariant($"{100 * share.Value:0.0} ({100 * share.Low:0}-{100 * share.High:0})");
}
