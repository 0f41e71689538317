using Bindscope.Errors;

namespace Bindscope.Model.Weights;

/// <summary>
/// Writes a folder so that, after every kind of interruption, its name holds the whole old content or the whole new one: it is built beside it as
/// <c>DIR.bindscope.part</c>, and renamed when it is whole.
/// </summary>
/// <remarks>
/// A folder that is replaced is first renamed to <c>DIR.bindscope.old</c>. Files in it that its list does not name are somebody else's (a
/// <c>.git</c>, a <c>CNAME</c>): they move into the new folder, and none of them is ever removed. A process that was killed in between leaves
/// the two side by side; the next write of the same folder ends what was begun. The two names belong to Bindscope.
/// </remarks>
public sealed class WholeFolder : IDisposable
{
    private const string Unfinished = ".bindscope.part";
    private const string Replaced = ".bindscope.old";

    private readonly string target;
    private readonly Func<string, IReadOnlySet<string>?> listed;
    private bool isCommitted;

    private WholeFolder(string target, Func<string, IReadOnlySet<string>?> listed)
    {
        this.target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        this.listed = listed;
    }

    /// <summary>Where the new content is built.</summary>
    public string Part => target + Unfinished;

    private string Old => target + Replaced;

    /// <summary>Whether a folder's name says that it was being written, or replaced, when its writer was killed: it holds nothing that counts.</summary>
    /// <param name="name">The name, or a path.</param>
    public static bool IsLeftover(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(Unfinished, StringComparison.Ordinal) || name.EndsWith(Replaced, StringComparison.Ordinal);
    }

    /// <summary>Ends what a killed writer of a folder began.</summary>
    /// <param name="target">The folder.</param>
    /// <param name="listed">From a folder to the paths in it that Bindscope wrote.</param>
    /// <exception cref="UserException">It cannot be ended; nothing is lost.</exception>
    public static void Recover(string target, Func<string, IReadOnlySet<string>?> listed) => new WholeFolder(target, listed).Recover();

    /// <summary>A folder that does not exist yet.</summary>
    /// <param name="target">Its name.</param>
    /// <exception cref="UserException">It exists, or nothing can be written beside it.</exception>
    public static WholeFolder New(string target)
    {
        var folder = new WholeFolder(target, _ => null);
        if (Directory.Exists(folder.target) || File.Exists(folder.target))
        {
            throw new UserException($"{target} exists already", "choose another folder, or remove it");
        }

        folder.Begin();
        return folder;
    }

    /// <summary>A folder that may be there already, written by the same command.</summary>
    /// <param name="target">Its name.</param>
    /// <param name="what">What the command writes, for messages: "an exported site".</param>
    /// <param name="listed">From a folder to the paths in it that the command wrote, with slashes; null where it did not write the folder.</param>
    /// <exception cref="UserException">The folder holds something else, or nothing can be written beside it.</exception>
    public static WholeFolder Replacing(string target, string what, Func<string, IReadOnlySet<string>?> listed)
    {
        var folder = new WholeFolder(target, listed);
        folder.Recover();
        bool isFree = !File.Exists(folder.target)
            && (!Directory.Exists(folder.target) || IsEmpty(folder.target) || listed(folder.target) is not null);
        if (!isFree)
        {
            throw new UserException(
                $"{target} holds something else than {what}",
                "choose a folder that does not exist with --out; nothing in this one was changed");
        }

        folder.Begin();
        return folder;
    }

    /// <summary>Gives what was built its name.</summary>
    /// <exception cref="UserException">It cannot be renamed, or would replace a file that somebody else put there; what was there before stands.</exception>
    public void Commit()
    {
        try
        {
            FlushTree(Part);
            if (!Directory.Exists(target))
            {
                Disk.RenameFolder(Part, target);
            }
            else if (IsEmpty(target))
            {
                Disk.DeleteFolder(target);
                Disk.RenameFolder(Part, target);
            }
            else
            {
                Replace();
            }

            isCommitted = true;
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            throw Explained(failure);
        }
    }

    /// <summary>Removes what was built, unless it has its name.</summary>
    public void Dispose()
    {
        if (isCommitted)
        {
            return;
        }

        try
        {
            Disk.DeleteFolder(Part);
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            // What went wrong first is what the user has to hear; the next write removes the leftover.
        }
    }

    /// <summary>An error of a file in words: what went wrong, what is left, what to do.</summary>
    /// <param name="failure">One that <see cref="FileProblem.Is"/> says is about a file.</param>
    public UserException Explained(Exception failure)
    {
        (string reason, string hint) = FileProblem.Of(failure);
        string left = Directory.Exists(target) ? "what was there before is untouched" : "nothing was written under that name";
        return new UserException($"{target}: {reason}; {left}", hint, 3, failure);
    }

    private void Begin()
    {
        try
        {
            Disk.DeleteFolder(Part);
            Disk.CreateFolder(Part);
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            throw Explained(failure);
        }
    }

    private void Replace()
    {
        string[] others = [.. Others(target, Part)];
        if (others.FirstOrDefault(other => Path.Exists(Path.Combine(Part, other))) is { } taken)
        {
            throw new UserException(
                $"{Path.Combine(target, taken)} was not written by Bindscope and would be replaced", "move it away, or choose another --out");
        }

        Disk.RenameFolder(target, Old);
        var undo = new Stack<(string From, string To)>([(Old, target)]);
        try
        {
            Disk.RenameFolder(Part, target);
            undo.Push((target, Part));
            foreach (string other in others)
            {
                MoveOther(other);
                undo.Push((Path.Combine(target, other), Path.Combine(Old, other)));
            }
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            while (undo.TryPop(out (string From, string To) step))
            {
                Directory.Move(step.From, step.To);
            }

            throw;
        }

        RemoveOld();
    }

    /// <summary>Ends what a killed process began.</summary>
    private void Recover()
    {
        if (!Directory.Exists(Old))
        {
            return;
        }

        try
        {
            if (!Directory.Exists(target))
            {
                Disk.RenameFolder(Old, target);
                return;
            }

            Array.ForEach([.. Others(Old, target)], MoveOther);
            RemoveOld();
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            throw Explained(failure);
        }
    }

    /// <summary>Paths in a folder that its list does not name: whole folders where they hold nothing listed and have no counterpart.</summary>
    private IEnumerable<string> Others(string folder, string counterpart)
    {
        IReadOnlySet<string> ours = listed(folder) ?? new HashSet<string>();
        return In("");

        IEnumerable<string> In(string relative)
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries(Path.Combine(folder, relative)).Order(StringComparer.Ordinal))
            {
                string path = relative.Length == 0 ? Path.GetFileName(entry) : $"{relative}/{Path.GetFileName(entry)}";
                bool isFolder = Directory.Exists(entry) && File.ResolveLinkTarget(entry, returnFinalTarget: false) is null;
                if (isFolder && (Directory.Exists(Path.Combine(counterpart, path)) || ours.Any(one => one.StartsWith(path + "/", StringComparison.Ordinal))))
                {
                    foreach (string deeper in In(path))
                    {
                        yield return deeper;
                    }
                }
                else if (isFolder ? !IsEmpty(entry) : !ours.Contains(path))
                {
                    yield return path;
                }
            }
        }
    }

    private void MoveOther(string other)
    {
        string to = Path.Combine(target, other);
        if (Path.Exists(to))
        {
            throw new UserException(
                $"{Path.Combine(Old, other)} was not written by Bindscope, and {to} is there already",
                "move one of the two away, then run the command again",
                3);
        }

        Disk.CreateFolder(Path.GetDirectoryName(to)!);
        Disk.RenameFolder(Path.Combine(Old, other), to);
    }

    /// <summary>Nothing but listed files and empty folders is left in it.</summary>
    private void RemoveOld()
    {
        if (Others(Old, target).Any())
        {
            throw new UserException($"{Old} holds files that Bindscope did not write", "move them away, then run the command again", 3);
        }

        Disk.DeleteFolder(Old);
    }

    private static void FlushTree(string folder)
    {
        foreach (string inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
        {
            Disk.FlushFolder(inner);
        }

        Disk.FlushFolder(folder);
    }

    private static bool IsEmpty(string folder) => !Directory.EnumerateFileSystemEntries(folder).Any();
}
