using Bindscope.Errors;

namespace Bindscope.Runs;

/// <summary>Keeps a second training out of a run's folder; the system gives it back however the process ends.</summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>The file that is locked; it holds nothing.</summary>
    public const string FileName = ".lock";

    /// <summary>How Linux, macOS and Windows say that a file is locked; .NET passes it on as the exception's HResult.</summary>
    private static readonly int[] Locked = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes a folder's lock.</summary>
    /// <exception cref="UserException">Another process trains there, or the folder cannot be written.</exception>
    public static RunLock Take(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (Locked.Contains(e.HResult))
        {
            throw new UserException(
                $"{directory}: another training writes into this folder", "wait for it to end, or choose another name with --run", 3, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"{directory}: nothing can be written into this folder: {e.Message}",
                "free some space or correct the permissions, or choose another folder with --run", 3, e);
        }
    }

    /// <summary>Whether a training holds a folder's lock. The lock is tried for a moment, and shared with others who try.</summary>
    public static bool IsHeld(string directory)
    {
        try
        {
            new FileStream(Path.Combine(directory, FileName), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (IOException e)
        {
            return Locked.Contains(e.HResult);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => file.Dispose();
}
