using System.CommandLine;
using Bindscope.Analysis.Tables;
using Bindscope.Cli.Jobs;
using Bindscope.Errors;
using Bindscope.Runs.Presets;

namespace Bindscope.Cli.Verbs;

/// <summary>Sweeps over seeds, fields, checkpoints and runs as jobs: on this machine's cores, or on a Slurm cluster.</summary>
internal sealed class JobsVerb : IVerb
{
    private readonly JobOptions options = new();
    private readonly PresetOptions preset = new();
    private readonly Argument<string> file = new("file") { Description = "a job's file" };
    private readonly Argument<string> taskFile = new("file") { Description = "a job's file" };
    private readonly Argument<string> taskName = new("task") { Description = "the task's name" };
    private readonly Option<string[]> seeds = SeedList.Option("seeds to train (1,2,3)");
    private readonly Option<string[]> over = new("--over")
    {
        Description = "a field and its values, such as model.layers=2,3; may be repeated, and every combination is trained",
    };

    private readonly Option<int> limit = new("--limit")
    {
        Description = "the most trainings; a grid with more is refused",
        DefaultValueFactory = _ => 16,
    };

    private readonly Option<string> run = CheckpointOptions.NamedRun();
    private readonly Option<string[]> runs = new("--runs")
    {
        Description = "runs to analyse",
        Required = true,
        AllowMultipleArgumentsPerToken = true
    };
    private readonly Option<string> analysis = new("--analysis")
    {
        Description = "an analysis with its options, such as \"patch"
        + " residual --programs 50\"",
        Required = true
    };
    private readonly Option<int[]> checkpoints = new("--checkpoints")
    {
        Description = "steps; by default all of them",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = NumberList.Parse,
    };
    private readonly Option<int> block = new("--block") { Description = "checkpoints per task", DefaultValueFactory = _ => 1 };

    private readonly Dictionary<Command, Func<ParseResult, Terminal, CancellationToken, int>> parts;

    public JobsVerb()
    {
        Command runFile = Sub("run", "Runs a job's file; what is finished is left alone, what failed is run again.", file);
        Command ofSeeds = Sub("seeds", "Trains a preset from several seeds.", seeds);
        preset.AddTo(ofSeeds);
        Command ofGrid = Sub("grid", "Trains every combination of some fields' values, and puts the runs into one table.", over, limit);
        preset.AddTo(ofGrid);
        Command ofCheckpoints = Sub("checkpoints", "Runs one analysis at many checkpoints of a run.", run, analysis, checkpoints, block);
        Command ofRuns = Sub("all", "Runs every analysis of several runs.", runs);
        var task = new Command("task", "Runs one task of a job; jobs call this themselves.") { taskFile, taskName };
        Command = new Command("jobs", "Sweeps over seeds, fields, checkpoints and runs: run, seeds, grid, checkpoints, all; --on local or slurm.");
        parts = new()
        {
            [runFile] = (request, terminal, cancellation) => options.Run(request, Job.Read(request.GetRequiredValue(file)), terminal,
                cancellation),
            [ofSeeds] = Seeds,
            [ofGrid] = OfGrid,
            [ofCheckpoints] = (request, terminal, cancellation) => options.Run(request, Checkpoints(request), terminal, cancellation),
            [ofRuns] = (request, terminal, cancellation) => options.Run(
                request, KnownJobs.Everything([.. request.GetRequiredValue(runs).SelectMany(word => word.Split(',')).Select(Open)]), terminal, cancellation),
            [task] = DoTask,
        };
        foreach (Command part in parts.Keys)
        {
            Command.Add(part);
        }
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation) =>
        parts.TryGetValue(request.CommandResult.Command, out var part)
            ? part(request, terminal, cancellation)
            : throw new UserException("jobs needs a command after it", $"write one of"
                + $" {string.Join(", ", parts.Keys.Select(one => one.Name))} after it");

    private Command Sub(string name, string description, params Symbol[] own)
    {
        var command = new Command(name, description);
        foreach (Symbol symbol in own)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        options.AddTo(command);
        return command;
    }

    private int Seeds(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Preset resolved = preset.Resolve(request);
        ulong[] all = [.. SeedList.Parse(request.GetValue(seeds) ?? []).Distinct()];
        if (all.Length == 0)
        {
            throw new UserException("--seeds is missing", "name the seeds to train: --seeds 1,2,3");
        }

        if (preset.ThatGives(request, "training.seed") is { } other)
        {
            throw new UserException($"--seeds names every seed, and {other} one more", "leave one of the two out");
        }

        int code = options.Run(request, KnownJobs.Seeds(preset.Known(request), resolved, preset.Changes(request), all), terminal, cancellation);
        if (code == ExitCode.Success && all.Length > 1)
        {
            terminal.Error.WriteLine($"hint: compare them with `{OwnProgram.Spelling} analyze seeds --runs"
                + $" {ShellWord.Of(string.Join(',', all.Select(seed => $"{resolved.Name}-{seed}")))}`");
        }

        return code;
    }

    private int OfGrid(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Preset resolved = preset.Resolve(request);
        var grid = new Grid(request.GetValue(over) ?? []);
        foreach (string field in grid.Fields)
        {
            if (preset.ThatGives(request, field) is { } other)
            {
                throw new UserException($"--over varies {field}, and {other} gives it one value", "leave one of the two out");
            }
        }

        terminal.Error.WriteLine($"grid: {grid.Words}");
        if (grid.Size > request.GetValue(limit))
        {
            throw new UserException(
                FormattableString.Invariant($"the grid has {grid.Size:#,0} trainings, and --limit is {request.GetValue(limit)}"),
                FormattableString.Invariant($"name fewer values, or allow as many with --limit {grid.Size:0}"));
        }

        IReadOnlyList<GridCell> cells = grid.Cells(resolved);
        terminal.Error.WriteLine(FormattableString.Invariant($"{cells.Sum(cell => (long)cell.Preset.Training.Steps):#,0} steps in all"));
        Job job = KnownJobs.OfGrid(preset.Known(request), grid.Name(resolved), preset.Changes(request), cells);
        int code = options.Run(request, job, terminal, cancellation);
        if (code == ExitCode.Success && !options.OnlyWrites(request))
        {
            RunsTable table = RunsTable.Of([.. cells.Select(cell => Runs.Run.Open(cell.Run))]);
            string csv = Path.Combine(options.FolderOf(request, job), "table.csv");
            TableVerb.WriteCsv(csv, table);
            terminal.WriteTables("Grid", [table.Brief()]);
            terminal.Error.WriteLine($"written: {csv}");
        }

        return code;
    }

    private Job Checkpoints(ParseResult request) => request.GetValue(block) >= 1
        ? KnownJobs.Checkpoints(
            Open(request.GetRequiredValue(run)), request.GetRequiredValue(analysis), request.GetValue(checkpoints) ?? [],
                request.GetValue(block))
        : throw new UserException("--block must be at least 1", "leave it out for one checkpoint a task");

    private static Runs.Run Open(string name) => Runs.Run.Named(name);

    private int DoTask(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        JobTask task = Job.Read(request.GetRequiredValue(taskFile)).Task(request.GetRequiredValue(taskName));
        foreach (JobStep step in task.Steps.Where(step => !step.IsFinished))
        {
            terminal.Error.WriteLine($"$ bindscope {string.Join(' ', step.Arguments)}");
            int code = Shell.Run(step.Arguments, Shell.Verbs, terminal, cancellation);
            if (code != ExitCode.Success)
            {
                return code;
            }

            if (!step.IsFinished)
            {
                throw new UserException($"the command succeeded but did not write {step.Output}", "correct the output in the job's file", 3);
            }
        }

        return ExitCode.Success;
    }
}
