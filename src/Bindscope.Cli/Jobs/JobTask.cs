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
