using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Bindscope.Cli.Jobs;

/// <summary>What one process does: steps in their order.</summary>
/// <param name="Name">Letters, digits, dots and hyphens; its log is named for it.</param>
/// <param name="Steps">One or more.</param>
internal sealed record JobTask(string Name, ImmutableArray<JobStep> Steps)
{
    /// <summary>Whether every step is finished.</summary>
    [JsonIgnore]
    public bool IsFinished => Steps.All(step => step.IsFinished);
}

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
