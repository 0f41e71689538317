namespace Bindscope.Cli.Jobs;

/// <summary>Where tasks run.</summary>
internal interface ITaskLauncher
{
    /// <summary>Runs tasks and returns when none of them runs any more; whether they succeeded is seen from their outputs.</summary>
    /// <param name="folder">The job's folder.</param>
    /// <param name="tasks">The tasks, not finished yet.</param>
    /// <param name="cancellation">Stops them, or leaves them to the cluster.</param>
    /// <exception cref="Bindscope.Errors.UserException">They cannot be run here.</exception>
    void Run(JobFolder folder, IReadOnlyList<JobTask> tasks, CancellationToken cancellation);
}
