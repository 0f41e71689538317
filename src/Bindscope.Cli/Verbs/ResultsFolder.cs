using System.CommandLine;

namespace Bindscope.Cli.Verbs;

/// <summary>The option by which a run is analysed whose own folder cannot be written.</summary>
internal static class ResultsFolder
{
    /// <summary>A new option; each command has its own.</summary>
    public static Option<string?> Option() => new("--out")
    {
        Description = "keep and look for results in DIR/analyses/ instead of the run's folder",
        HelpName = "DIR",
    };
}
