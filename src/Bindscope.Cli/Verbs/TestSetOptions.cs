using System.CommandLine;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>The options of analyses that ask checkpoints about programs, one checkpoint or all.</summary>
internal sealed class TestSetOptions
{
    private const string All = "all";

    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<string> checkpoint;
    private readonly Option<int> programs;
    private readonly Option<int> workers = new("--workers")
    {
        Description = "threads",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<string?> output = ResultsFolder.Option();

    /// <summary>The options with their defaults.</summary>
    /// <param name="checkpoint">all, last or a step.</param>
    /// <param name="programs">How many programs.</param>
    /// <param name="each">Of what there are that many.</param>
    public TestSetOptions(string checkpoint, int programs, string each)
    {
        this.checkpoint = new Option<string>("--checkpoint")
        {
            Description = "a checkpoint's step, last, or all",
            DefaultValueFactory = _ => checkpoint,
        };
        this.programs = new Option<int>("--programs") { Description = each, DefaultValueFactory = _ => programs };
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { run, checkpoint, programs, workers, json, output })
        {
            command.Add(option);
        }
    }

    /// <summary>The run.</summary>
    public Run Open(ParseResult request) =>
        Training.Runs.Run.Open(Training.Runs.Run.Locate(request.GetRequiredValue(run))).WithResults(request.GetValue(output));

    /// <summary>The checkpoint's step; null for all.</summary>
    public int? Checkpoint(ParseResult request, Run opened) =>
        request.GetRequiredValue(checkpoint) is var name && name == All ? null : RunCheckpoint.StepOf(opened, name);

    /// <summary>How many programs.</summary>
    public int Programs(ParseResult request) => request.GetValue(programs);

    /// <summary>Whether JSON is wanted.</summary>
    public bool Json(ParseResult request) => request.GetValue(json);

    /// <summary>How the analysis is run.</summary>
    public Work Work(ParseResult request, IProgress<AnalysisProgress> progress, CancellationToken cancellation) =>
        request.GetValue(workers) is >= 1 and int threads
            ? new Work(threads, progress, cancellation)
            : throw new UserException("--workers must be at least 1", "leave it out for one thread per core");
}
