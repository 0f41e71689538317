using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;

namespace Bindscope.Web.Trainings;

/// <summary>
/// A command of Bindscope as a process that does not outlive this one. Its standard input is a pipe that this process holds open: when it is
/// closed, to stop the command or because this process died however it died, the command ends as after Ctrl-C. Of lower priority, so that
/// pages stay quick while it computes.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>Nice values above this process's own; a process of the same core then has about three times its share.</summary>
    private const string Niceness = "5";

    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    /// <summary>Starts a command.</summary>
    /// <param name="command">Bindscope's program and its arguments.</param>
    /// <param name="heard">Told every line of standard error; null to leave both outputs where those of this process go.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    internal static ChildProcess Start(ImmutableArray<string> command, Action<string>? heard)
    {
        Process process;
        try
        {
            process = OperatingSystem.IsWindows()
                ? Started(command, heard)
                : Started(["nice", "-n", Niceness, .. command], heard);
        }
        catch (Win32Exception) when (!OperatingSystem.IsWindows())
        {
            // There is no `nice` here.
            process = Started(command, heard);
        }

        return new ChildProcess(process);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code; 128 and the signal's number where a signal ended it.</returns>
    internal async Task<int> Wait()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Asks it to stop.</summary>
    internal void Stop()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }

    /// <summary>Ends it at once; what it has written is whole all the same.</summary>
    internal void Kill() => process.Kill();

    public void Dispose() => process.Dispose();

    private static Process Started(ImmutableArray<string> command, Action<string>? heard)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = heard is not null,
            RedirectStandardError = heard is not null,
        };
        start.Environment[TrainingDesk.InputVariable] = "1";
        var process = new Process { StartInfo = start };
        if (heard is not null)
        {
            process.ErrorDataReceived += (_, line) => heard(line.Data ?? "");
        }

        process.Start();
        if (heard is not null)
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        return process;
    }
}
