using System.Collections.Immutable;

namespace Bindscope.Web.Runs;

/// <summary>What <c>site.json</c> says of the site.</summary>
/// <param name="Format">Version of the contract: <see cref="CurrentFormat"/>.</param>
/// <param name="Version">Bindscope's version.</param>
/// <param name="Live">Whether a server answers; false in an exported folder.</param>
/// <param name="Weights">Whether the folder holds the checkpoints' weights, so that its pages compute answers themselves.</param>
/// <param name="Limits">What the server does not go beyond.</param>
/// <param name="Runs">The runs.</param>
/// <param name="First">The run that is shown when none is asked for; null where there is none.</param>
/// <param name="Problems">Runs that cannot be shown, and why, one sentence each.</param>
internal sealed record SiteIndex(
    int Format,
    string Version,
    bool Live,
    bool Weights,
    SiteLimits Limits,
    ImmutableArray<RunSummary> Runs,
    string? First,
    ImmutableArray<string> Problems)
{
    internal const int CurrentFormat = 1;

    /// <summary>Of the runs that learned the task without assistance, as the paper's did, else of all, the one with most to show.</summary>
    /// <param name="runs">All of the site.</param>
    internal static RunSummary? FirstOf(IEnumerable<RunSummary> runs) => runs
        .OrderByDescending(run => run.Assistance.IsEmpty && run.Phase == "solved")
        .ThenByDescending(run => run.Analyses)
        .ThenByDescending(run => run.Checkpoints)
        .FirstOrDefault();
}

/// <summary>Lists the files of a run's report, which <c>bindscope report</c> writes into <c>report/</c> of the run's folder.</summary>
internal static class ReportListing
{
    private const string Page = "index.html";

    /// <summary>The report's files, as paths with slashes, and where they are; none where there is no whole report.</summary>
    internal static IEnumerable<(string Name, string Path)> Files(RunEntry run)
    {
        string folder = Path.Combine(run.Run.Results, "report");
        return File.Exists(Path.Combine(folder, Page)) && OwnFiles.Is(run.Run, folder)
            ? Directory.EnumerateFiles(folder, "*", OwnFiles.Below)
                .Where(file => Path.GetExtension(file) is ".html" or ".svg" or ".json").Order(StringComparer.Ordinal)
                .Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), file))
            : [];
    }
}
