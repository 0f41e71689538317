using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Cli.Jobs;

/// <summary>
/// What a job leaves on disk, so that it can be taken up and looked at: <c>jobs/NAME/job.json</c>, <c>logs/</c>, and for Slurm the scripts
/// and
/// the arrays that were submitted.
/// </summary>
internal sealed class JobFolder : IDisposable
{
    private readonly FileStream held;

    private JobFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>The job's file.</summary>
    public string JobPath => In("job.json");

    /// <summary>Makes the folder, writes the job into it, and keeps other runs of it out.</summary>
    /// <exception cref="UserException">The folder cannot be written, holds another job, or is in use.</exception>
    public static JobFolder Open(string path, Job job)
    {
        try
        {
            path = System.IO.Path.GetFullPath(path);
            Disk.CreateFolder(System.IO.Path.Combine(path, "logs"));
            var folder = new JobFolder(
                path, new FileStream(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            try
            {
                job.Write(folder.JobPath);
                return folder;
            }
            catch
            {
                folder.Dispose();
                throw;
            }
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"{path}: {wrong.Message}", "another run of this job may be under way; else correct the permissions, or give"
                    + " another --folder", 3, wrong);
        }
    }

    /// <summary>The path of a file in the folder.</summary>
    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>The log of a task.</summary>
    public string Log(JobTask task) => In("logs", task.Name + ".log");

    /// <summary>Writes a file whole.</summary>
    public string Write(string name, string text)
    {
        WholeFile.WriteText(In(name), text);
        return In(name);
    }

    /// <summary>Lets other runs of the job in.</summary>
    public void Dispose() => held.Dispose();
}
