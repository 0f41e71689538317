using Bindscope.Runs;

namespace Bindscope.Web.Runs;

/// <summary>
/// Which files below a run's folder are the run's own. A symbolic link there is not followed, wherever it leads: whoever may write into a
/// folder of runs could otherwise have the server read out any file of its user's. The run's folder itself may be a link.
/// </summary>
internal static class OwnFiles
{
    /// <summary>Folders without the links in them, with all that is below.</summary>
    internal static EnumerationOptions Below { get; } = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Where a file of a run is, plain or compressed; null where there is none, or a link on the way to it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The plain file's path, below the run's folder.</param>
    internal static string? Find(Run run, string path) => StoredJson.Find(path) is { } found && Is(run, found) ? found : null;

    /// <summary>Whether a path is below a run's folder, or the one that keeps its results, and no part of it there a link. The file need not exist.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The path.</param>
    internal static bool Is(Run run, string path) => Is(run.Directory, path) || (run.Results != run.Directory && Is(run.Results, path));

    /// <summary>Whether a path is below a folder, and no part of it there a link.</summary>
    /// <param name="folder">The folder, which may be a link.</param>
    /// <param name="path">The path.</param>
    internal static bool Is(string folder, string path)
    {
        string top = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string? part = Path.GetFullPath(path);
        while (part is not null && part != top)
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                return false;
            }

            part = Path.GetDirectoryName(part);
        }

        return part is not null;
    }
}
