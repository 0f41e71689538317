namespace Bindscope.Web.Runs;

/// <summary>Lists the files of a run's report, which <c>bindscope report</c> writes into <c>report/</c> of the run's folder.</summary>
internal static class ReportListing
{
    private const string Page = "index.html";

    /// <summary>The report's files, as paths with slashes, and where they are; none where there is no whole report.</summary>
    internal static IEnumerable<(string Name, string Path)> Files(RunEntry run)
    {
        string folder = Path.Combine(run.Run.Directory, "report");
        return File.Exists(Path.Combine(folder, Page)) && OwnFiles.Is(run.Run, folder)
            ? Directory.EnumerateFiles(folder, "*", OwnFiles.Below)
                .Where(file => Path.GetExtension(file) is ".html" or ".svg" or ".json").Order(StringComparer.Ordinal)
                .Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), file))
            : [];
    }
}
