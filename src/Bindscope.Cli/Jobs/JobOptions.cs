using System.Collections.Immutable;
using System.CommandLine;
using Bindscope.Errors;

namespace Bindscope.Cli.Jobs;

/// <summary>The options that all jobs share: where they run, and how.</summary>
internal sealed class JobOptions
{
    private readonly Option<JobPlace> on = new("--on") { Description = "local (processes of this machine) or slurm (a job array)" };
    private readonly Option<int> parallel = new("--parallel")
    {
        Description = "tasks at once; 0 for one per processor, or as many as the cluster allows",
    };

    private readonly Option<int> attempts = new("--attempts")
    {
        Description = "how many times a task is tried at most",
        DefaultValueFactory = _ => 2
    };
    private readonly Option<string[]> slurm = new("--slurm")
    {
        Description = "an option for sbatch, such as --slurm=--mem=2G; may"
        + " be given several times"
    };
    private readonly Option<string?> folder = new("--folder") { Description = "the folder for logs and scripts; by default jobs/NAME" };
    private readonly Option<string?> write = new("--write") { Description = "only write the job's file there, for `jobs run`" };

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { on, parallel, attempts, slurm, folder, write })
        {
            command.Add(option);
        }
    }

    /// <summary>Runs a job as asked.</summary>
    /// <returns>The exit code: 3 where tasks are left.</returns>
    public int Run(ParseResult request, Job job, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(write) is { } file)
        {
            job.Write(file);
            terminal.Error.WriteLine($"written: {file}");
            return ExitCode.Success;
        }

        if (request.GetValue(attempts) < 1 || request.GetValue(parallel) < 0)
        {
            throw new UserException("--attempts must be at least 1, --parallel at least 0", "leave them out for 2, and one task per"
                + " processor");
        }

        using JobFolder opened = JobFolder.Open(FolderOf(request, job), job);
        IReadOnlyList<JobTask> left = JobRunner.Run(
            job, opened, Launcher(request, terminal), request.GetValue(attempts), terminal.Error, cancellation);
        terminal.Out.WriteLine(left.Count == 0
            ? $"all {job.Tasks.Length} tasks are finished"
            : $"{job.Tasks.Length - left.Count} of {job.Tasks.Length} tasks are finished; left:"
                + $" {string.Join(", ", left.Select(task => task.Name))}");
        return left.Count == 0 ? ExitCode.Success : ExitCode.WrongMachine;
    }

    /// <summary>Where the job's logs are.</summary>
    public string FolderOf(ParseResult request, Job job) => request.GetValue(folder) ?? Path.Combine("jobs", job.Name);

    /// <summary>Whether the job is only written, and not run.</summary>
    public bool OnlyWrites(ParseResult request) => request.GetValue(write) is not null;

    private ITaskLauncher Launcher(ParseResult request, Terminal terminal)
    {
        ImmutableArray<string> program = Environment.GetEnvironmentVariable("BINDSCOPE_PROGRAM") is { } named ? [named] : OwnProgram.Command;
        int side = request.GetValue(parallel);
        return request.GetValue(on) == JobPlace.Slurm
            ? new SlurmTasks(program, [.. request.GetValue(slurm) ?? []], side, TimeSpan.FromSeconds(2), terminal.Error)
            : new LocalTasks(program, side > 0 ? side : Environment.ProcessorCount);
    }
}
