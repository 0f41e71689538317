using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Bindscope.Errors;
using Bindscope.Model.Weights;

namespace Bindscope.Cli.Jobs;

/// <summary>
/// Tasks as one Slurm job array over a folder that all nodes share. The array's number is written down, so that a run which is cut off
/// waits
/// for the same array when it is begun again, and nothing is submitted twice.
/// </summary>
/// <param name="program">The command line, as nodes see it.</param>
/// <param name="options">Further options of sbatch, such as <c>--mem=2G</c>.</param>
/// <param name="parallel">Tasks side by side; 0 leaves that to the cluster.</param>
/// <param name="poll">Between two looks at the queue.</param>
/// <param name="output">Told what happens.</param>
internal sealed class SlurmTasks(ImmutableArray<string> program, ImmutableArray<string> options, int parallel, TimeSpan poll, TextWriter output)
    : ITaskLauncher
{
    private const string Submitted = "slurm-array";

    /// <inheritdoc/>
    public void Run(JobFolder folder, IReadOnlyList<JobTask> tasks, CancellationToken cancellation)
    {
        string array = UnderWay(folder) is { } known ? Waiting(known) : Submit(folder, tasks);
        while (IsQueued(array))
        {
            if (cancellation.WaitHandle.WaitOne(poll))
            {
                output.WriteLine($"array {array} goes on without this program; run the same command to wait for it, `scancel"
                    + $" {array}` to stop it");
                throw new OperationCanceledException(cancellation);
            }
        }

        Disk.Delete(folder.In(Submitted));
    }

    private string Waiting(string array)
    {
        output.WriteLine($"array {array} of this job is under way: waiting for it");
        return array;
    }

    private static string? UnderWay(JobFolder folder)
    {
        string path = folder.In(Submitted);
        string? array = File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        return array is not null && IsQueued(array) ? array : null;
    }

    private string Submit(JobFolder folder, IReadOnlyList<JobTask> tasks)
    {
        string list = folder.Write("tasks.txt", string.Concat(tasks.Select(task => task.Name + "\n")));
        string limit = parallel > 0 ? $"%{parallel}" : "";
        string[] lines =
        [
            "#!/bin/sh",
            $"#SBATCH --job-name={Job.Read(folder.JobPath).Name}",
            $"#SBATCH --array=0-{tasks.Count - 1}{limit}",
            "#SBATCH --output=/dev/null",
            .. options.Select(option => "#SBATCH " + option),
            "# One line of the list is one task; its log stands beside the job, whatever node runs it.",
            $"cd {Quoted(Directory.GetCurrentDirectory())} || exit 3",
            $"task=$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" {Quoted(list)})",
            $"exec {string.Join(' ', program.Select(Quoted))} jobs task {Quoted(folder.JobPath)} \"$task\" > {Quoted(folder.In("logs"))}/\"$task\".log 2>&1",
        ];
        string script = folder.Write("array.sh", string.Concat(lines.Select(line => line + "\n")));
        (int code, string said, string error) = Call("sbatch", "--parsable", script);
        string array = said.Trim().Split(';')[0];
        if (code != 0 || !long.TryParse(array, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new UserException($"sbatch refused the array: {error.Trim()}", $"`sbatch {script}` shows it; --slurm gives it options",
                3);
        }

        folder.Write(Submitted, array + "\n");
        output.WriteLine($"submitted array {array} of {tasks.Count} tasks");
        return array;
    }

    /// <summary>Whether any task of an array waits or runs. An array that Slurm has forgotten has ended.</summary>
    private static bool IsQueued(string array)
    {
        (int code, string said, string error) = Call("squeue", "--noheader", "--jobs", array, "--format=%T");
        if (code != 0 && !error.Contains("Invalid job id", StringComparison.Ordinal))
        {
            throw new UserException($"squeue does not answer: {error.Trim()}", "when Slurm is back, run the same command: it waits"
                + " for the array", 3);
        }

        return code == 0 && said.Trim().Length > 0;
    }

    private static (int Code, string Out, string Error) Call(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said, error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new UserException($"there is no {name} here: {missing.Message}", "--on local runs the job on this machine;"
                + " docs/slurm.md", 3, missing);
        }
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
