using System.Collections.Immutable;

namespace Bindscope.Cli;

/// <summary>How this program is started again, as a process of its own.</summary>
internal static class OwnProgram
{
    /// <summary>
    /// The program, and what comes before its own arguments: nothing, or this assembly where <c>dotnet</c> runs it (<c>dnx bindscope</c>,
    /// <c>dotnet tool run</c>).
    /// </summary>
    public static ImmutableArray<string> Command { get; } =
        Environment.ProcessPath is { } process && Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, Path.Combine(AppContext.BaseDirectory, "bindscope.dll")]
            : [Environment.ProcessPath!];

    /// <summary>What a user writes to start it: the launcher where that started it, else the installed program.</summary>
    public static string Spelling { get; } = Environment.GetEnvironmentVariable("BINDSCOPE_PROGRAM") is null ? "bindscope" : "./bindscope";
}
