using Bindscope.Errors;

namespace Bindscope.Training.Runs;

/// <summary>Keeps a second training out of a run's folder; the system gives it back however the process ends.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes a folder's lock.</summary>
    /// <exception cref="UserException">Another process trains there.</exception>
    public static RunLock Take(string directory)
    {
        try
        {
            return new RunLock(new FileStream(Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new UserException(
                $"{directory}: another training writes into this folder", "wait for it to end, or choose another name with --run", 3, e);
        }
    }

    public void Dispose() => file.Dispose();
}
