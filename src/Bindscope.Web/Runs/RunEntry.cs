using Bindscope.Training.Runs;

namespace Bindscope.Web.Runs;

/// <summary>A run that the site shows.</summary>
internal sealed record RunEntry(string Name, Run Run, bool IsReference)
{
    /// <summary>What a command calls it: those of the project are not below <c>runs/</c>.</summary>
    internal string CommandName => IsReference ? $"reference/{Name}" : Name;
}
