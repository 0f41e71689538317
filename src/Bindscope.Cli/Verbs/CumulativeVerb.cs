using System.CommandLine;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Tests whether the circuit was built on top of the heuristic.</summary>
internal sealed class CumulativeVerb : IVerb
{
    private static readonly CumulativeSpec Default = new();

    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<int> pairs = new("--pairs")
    {
        Description = "pairs in each group (hops x answer line), for finding the routes",
        DefaultValueFactory = _ => Default.PairsPerGroup,
    };

    private readonly Option<int> programs = new("--programs")
    {
        Description = "programs on which accuracy is measured",
        DefaultValueFactory = _ => Default.Programs,
    };

    private readonly Option<double> share = new("--share")
    {
        Description = "a part belongs to a route if its effect is at least this share of the route's largest",
        DefaultValueFactory = _ => Default.Share,
    };

    private readonly Option<int> draws = new("--draws") { Description = "random sets of parts", DefaultValueFactory = _ => Default.Draws };
    private readonly Option<ulong> seed = new("--seed") { Description = "draws counterfactuals and random parts", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> all = new("--all-programs")
    {
        Description = "find the circuit also on programs that the model gets wrong (by default base and counterfactual must both be solved)",
    };

    private readonly Option<int> workers = new("--workers")
    {
        Description = "threads",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<string?> output = ResultsFolder.Option();

    public CumulativeVerb()
    {
        Command = new Command(
            "cumulative", "Is the circuit built on the heuristic: what can each do without the other, and which parts worked when? (resumable)")
        {
            run, pairs, programs, share, draws, seed, all, workers, json, output,
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

        var spec = new CumulativeSpec(
            request.GetValue(pairs),
            request.GetValue(programs),
            request.GetValue(share),
            request.GetValue(draws),
            request.GetValue(seed),
            request.GetValue(all) ? SolvedRule.All : SolvedRule.BothSolved);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        CumulativeResult result = CumulativeAnalysis.Run(opened, spec, new Work(request.GetValue(workers), display, cancellation));
        display.Dispose();
        PatchVerbs.Show(result, request.GetValue(json), terminal, () => CumulativeTable.Write(opened.Name, result, terminal));
        terminal.Keep(new AnalysisFolder(opened, CumulativeSpec.FolderName), spec, result);
        return ExitCode.Success;
    }
}
