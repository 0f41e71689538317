using System.CommandLine;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Training.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>The options of analyses that go over all checkpoints of a run.</summary>
internal sealed class WholeRunOptions
{
    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<int>? programs;
    private readonly Option<int> workers = new("--workers") { Description = "threads", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<string?> output = ResultsFolder.Option();

    /// <summary>The options without a number of programs.</summary>
    public WholeRunOptions()
    {
    }

    /// <summary>The options with a number of programs.</summary>
    /// <param name="count">How many by default.</param>
    /// <param name="which">Of what there are that many.</param>
    public WholeRunOptions(int count, string which) =>
        programs = new Option<int>("--programs") { Description = which, DefaultValueFactory = _ => count };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option? option in new Option?[] { run, programs, workers, json, output })
        {
            if (option is not null)
            {
                command.Add(option);
            }
        }
    }

    /// <summary>The run.</summary>
    public Run Open(ParseResult request) =>
        Training.Runs.Run.Open(Training.Runs.Run.Locate(request.GetRequiredValue(run))).WithResults(request.GetValue(output));

    /// <summary>How many programs.</summary>
    public int Programs(ParseResult request) => request.GetValue(programs!);

    /// <summary>Whether JSON is wanted.</summary>
    public bool Json(ParseResult request) => request.GetValue(json);

    /// <summary>How the analysis is run.</summary>
    public Work Work(ParseResult request, IProgress<AnalysisProgress> progress, CancellationToken cancellation) =>
        request.GetValue(workers) is >= 1 and int threads
            ? new Work(threads, progress, cancellation)
            : throw new UserException("--workers must be at least 1", "leave it out for one thread per core");
}
