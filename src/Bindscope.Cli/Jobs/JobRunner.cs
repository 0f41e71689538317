namespace Bindscope.Cli.Jobs;

/// <summary>Runs a job until its outputs are there: what is finished is left alone, what failed is run again.</summary>
internal static class JobRunner
{
    /// <summary>Runs a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="launcher">Where it runs.</param>
    /// <param name="attempts">How often a task is begun at most, 1 or more.</param>
    /// <param name="output">Told what happens.</param>
    /// <param name="cancellation">Stops it; running the same job again goes on.</param>
    /// <returns>The tasks that are not finished.</returns>
    public static IReadOnlyList<JobTask> Run(
        Job job, JobFolder folder, ITaskLauncher launcher, int attempts, TextWriter output, CancellationToken cancellation)
    {
        JobTask[] open = [.. job.Tasks.Where(task => !task.IsFinished)];
        output.WriteLine($"job {job.Name}: {job.Tasks.Length} tasks, {job.Tasks.Length - open.Length} of them finished already");
        for (int attempt = 1; attempt <= attempts && open.Length > 0; attempt++)
        {
            launcher.Run(folder, open, cancellation);
            cancellation.ThrowIfCancellationRequested();
            JobTask[] left = [.. open.Where(task => !task.IsFinished)];
            output.WriteLine($"attempt {attempt}: {open.Length - left.Length} of {open.Length} finished");
            foreach (JobTask task in left)
            {
                output.WriteLine($"  {task.Name} failed: {LastLine(folder.Log(task))}");
            }

            open = left;
        }

        return open;
    }

    private static string LastLine(string log) =>
        (File.Exists(log) ? File.ReadLines(log).LastOrDefault(line => line.StartsWith("error:", StringComparison.Ordinal)) : null)
            ?? $"see {log}";
}
