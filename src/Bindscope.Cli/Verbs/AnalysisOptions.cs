using System.CommandLine;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>The options that analyses of a run's checkpoints share.</summary>
internal sealed class AnalysisOptions(int programs)
{
    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<string> checkpoint = new("--checkpoint")
    {
        Description = "the checkpoint's step, or last",
        DefaultValueFactory = _ => "last",
    };

    private readonly Option<int> count = new("--programs")
    {
        Description = "programs of each group (hops x answer line)",
        DefaultValueFactory = _ => programs,
    };

    private readonly Option<ulong> seed = new("--seed") { Description = "draws the counterfactuals", DefaultValueFactory = _ => 1 };
    private readonly Option<int[]> hops = new("--hops")
    {
        Description = "only programs of these referential depths",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> answerLine = new("--answer-line")
    {
        Description = "only programs whose answer is on this line: 1, 2 or later",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> all = new("--all-programs")
    {
        Description = "also count programs that the model gets wrong (by default base and counterfactual must both be solved)",
    };

    private readonly Option<int> workers = new("--workers")
    {
        Description = "threads",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<TokenChoice> tokens = new("--tokens")
    {
        Description = "chain (right-hand sides of the chain, query variable, colon) or spans (also the three tokens after each)",
    };

    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<string?> output = ResultsFolder.Option();

    /// <summary>Adds the options about run, checkpoint and output.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { run, checkpoint, json, output })
        {
            command.Add(option);
        }
    }

    /// <summary>Adds the options about run and output, for analyses that go over all checkpoints.</summary>
    public void AddRunTo(Command command)
    {
        command.Add(run);
        command.Add(json);
        command.Add(output);
    }

    /// <summary>Adds the options about programs.</summary>
    public void AddSelectionTo(Command command)
    {
        foreach (Option option in new Option[] { count, seed, hops, answerLine, all, workers })
        {
            command.Add(option);
        }
    }

    /// <summary>Adds the choice of tokens.</summary>
    public void AddTokensTo(Command command) => command.Add(tokens);

    /// <summary>Which tokens.</summary>
    public TokenChoice Tokens(ParseResult request) => request.GetValue(tokens);

    /// <summary>The run.</summary>
    public Run Open(ParseResult request) =>
        Training.Runs.Run.Open(Training.Runs.Run.Locate(request.GetRequiredValue(run))).WithResults(request.GetValue(output));

    /// <summary>The checkpoint's step.</summary>
    public int StepOf(ParseResult request, Run opened) => RunCheckpoint.StepOf(opened, request.GetRequiredValue(checkpoint));

    /// <summary>Which programs.</summary>
    public PairSelection Selection(ParseResult request) => new(
        request.GetValue(count),
        request.GetValue(seed),
        request.GetValue(all) ? SolvedRule.All : SolvedRule.BothSolved,
        [.. request.GetValue(hops) ?? []],
        [.. (request.GetValue(answerLine) ?? []).Select(AnswerLineGroups.Parse)]);

    /// <summary>Programs of each group that controls use: as many as a fifth of the sweep's, and no fewer than ten.</summary>
    public int ControlPrograms(ParseResult request) => Math.Max(10, request.GetValue(count) / 5);

    /// <summary>What draws counterfactuals.</summary>
    public ulong Seed(ParseResult request) => request.GetValue(seed);

    /// <summary>Whether JSON is wanted.</summary>
    public bool Json(ParseResult request) => request.GetValue(json);

    /// <summary>How the analysis is run.</summary>
    public Work Work(ParseResult request, IProgress<AnalysisProgress> progress, CancellationToken cancellation) =>
        request.GetValue(workers) is >= 1 and int threads
            ? new Work(threads, progress, cancellation)
            : throw new UserException("--workers must be at least 1", "leave it out for one thread per core");

    /// <summary>Adds the options by which counterfactuals of a single program are drawn.</summary>
    public void AddSeedTo(Command command) => command.Add(seed);
}
