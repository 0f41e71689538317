using Bindscope.Errors;

namespace Bindscope.Runs;

/// <summary>
/// Symbolic links in a run's folder that lead out of it. What gives a run's files away (packing, export, the server) does not follow them: a run
/// that somebody sent could name any file of this machine.
/// </summary>
public static class OutwardLink
{
    /// <summary>The first link that leads out of a folder.</summary>
    /// <param name="folder">The folder; it may itself be a link.</param>
    /// <returns>Its path; null where there is none.</returns>
    public static string? Find(string folder) => Directory.Exists(folder) ? In(folder, Real(folder)).FirstOrDefault() : null;

    /// <summary>Refuses a folder with such a link.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="UserException">There is one.</exception>
    public static void RefuseIn(string folder)
    {
        if (Find(folder) is { } link)
        {
            throw new UserException(
                $"{link} is a link that leads out of the run's folder, and is not followed", "put the file itself in its place, or remove the link", 3);
        }
    }

    private static IEnumerable<string> In(string folder, string root)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry.LinkTarget is not null)
            {
                string end = Real(entry.FullName);
                if (!end.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    yield return entry.FullName;
                }
            }
            else if (entry is DirectoryInfo)
            {
                foreach (string deeper in In(entry.FullName, root))
                {
                    yield return deeper;
                }
            }
        }
    }

    /// <summary>A path without links in any of its parts.</summary>
    private static string Real(string path)
    {
        string full = Path.GetFullPath(path);
        for (int followed = 0; followed < 40; followed++)
        {
            if (Step(full) is not { } next)
            {
                return Path.TrimEndingDirectorySeparator(full);
            }

            full = next;
        }

        return "/";
    }

    /// <summary>The path with its first link replaced by what it names; null where there is none.</summary>
    private static string? Step(string full)
    {
        string[] parts = full.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        string walked = Path.GetPathRoot(full)!;
        for (int i = 0; i < parts.Length; i++)
        {
            string next = Path.Combine(walked, parts[i]);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                return Path.GetFullPath(Path.Combine([walked, target, .. parts[(i + 1)..]]));
            }

            walked = next;
        }

        return null;
    }
}
