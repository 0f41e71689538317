using System.Collections.Immutable;
using System.Diagnostics;

namespace Bindscope.Cli.Jobs;

/// <summary>Tasks as processes of this machine, some side by side.</summary>
internal sealed class LocalTasks(ImmutableArray<string> program, int parallel) : ITaskLauncher
{
    /// <inheritdoc/>
    public void Run(JobFolder folder, IReadOnlyList<JobTask> tasks, CancellationToken cancellation) =>
        Parallel.ForEach(
            tasks,
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            task =>
            {
                if (!cancellation.IsCancellationRequested)
                {
                    RunOne(folder, task, cancellation);
                }
            });

    private void RunOne(JobFolder folder, JobTask task, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program[0], [.. program[1..], "jobs", "task", folder.JobPath, task.Name])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        AttachedProcess.Attach(start);
        using var log = TextWriter.Synchronized(new StreamWriter(folder.Log(task), append: false));
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // Its training stops at a step's end then.
        using CancellationTokenRegistration stop = cancellation.Register(() => AttachedProcess.Stop(process));
        process.WaitForExit();
    }
}
