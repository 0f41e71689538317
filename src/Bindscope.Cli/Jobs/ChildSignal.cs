using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bindscope.Cli.Jobs;

/// <summary>Asks a process of ours to stop, so that it can end at a whole step.</summary>
internal static class ChildSignal
{
    private const int Termination = 15;

    /// <summary>SIGTERM where there is such a thing.</summary>
    public static void Terminate(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        _ = Kill(process.Id, Termination);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
