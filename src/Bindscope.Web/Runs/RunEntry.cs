using Bindscope.Training.Runs;

namespace Bindscope.Web.Runs;

/// <summary>A run that the site shows.</summary>
internal sealed record RunEntry(string Name, Run Run, bool IsReference)
{
    /// <summary>What a command calls it: those of the project are not below <c>runs/</c>.</summary>
    internal string CommandName => IsReference ? $"reference/{Name}" : Name;

    /// <summary>The steps of its checkpoints, ascending; those behind a symbolic link are not there.</summary>
    internal IReadOnlyList<int> Steps() =>
        [.. Run.Checkpoints.Steps().Where(step => OwnFiles.Is(Run, Path.Combine(Run.Checkpoints.Folder(step), "weights.safetensors")))];
}
