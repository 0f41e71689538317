using System.Text;
using Bindscope.Errors;

namespace Bindscope.Model.Weights;

/// <summary>
/// Writes a file so that, at every moment and after every kind of interruption, the name holds either the whole old content or the whole
/// new one: the bytes go to <c>NAME.part</c> in the same folder, are flushed to the disk, and only then take the name.
/// </summary>
/// <remarks>
/// A killed process can leave a <c>.part</c>; the next write of the same file replaces it. One process at a time writes a given file;
/// while one does, a second is refused. The folder is flushed after the rename, so that a power cut does not undo it.
/// </remarks>
public static class WholeFile
{
    /// <summary>Writes a file, and its folder where that does not exist yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; what it throws is passed on, after the unfinished content was removed.</param>
    /// <exception cref="UserException">The disk is full or the file cannot be written. What was there before is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string part = full + ".part";
        bool opened = false;
        try
        {
            Disk.CreateFolder(Path.GetDirectoryName(full)!);
            using FileStream stream = Disk.Create(part);
            opened = true;
            write(stream);
            Disk.Flush(stream);

            // Renamed while it is open, and so while it is locked against a second writer.
            Disk.Rename(part, full);
        }
        catch (Exception exception)
        {
            if (opened)
            {
                RemoveUnfinished(part);
            }

            if (FileProblem.Is(exception))
            {
                throw Explained(path, File.Exists(full), exception);
            }

            throw;
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its whole content.</param>
    /// <exception cref="UserException">The disk is full or the file cannot be written. What was there before is untouched.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static void RemoveUnfinished(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What went wrong first is what the user has to hear; the next write replaces the leftover.
        }
    }

    private static UserException Explained(string path, bool existed, Exception exception)
    {
        (string reason, string hint) = FileProblem.Of(exception);
        string old = existed ? "the previous file is whole and untouched" : "nothing was written under that name";
        return new UserException($"{path}: {reason}; {old}", hint, 3, exception);
    }
}
