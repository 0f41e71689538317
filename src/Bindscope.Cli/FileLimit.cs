using System.Runtime.InteropServices;

namespace Bindscope.Cli;

/// <summary>
/// The limit of files that a process may have open at once (<c>ulimit -n</c>). Below what loading the program's own libraries takes, errors come
/// from anywhere.
/// </summary>
internal static partial class FileLimit
{
    /// <summary>What a command needs: its libraries, a run's files, and a few connections.</summary>
    private const ulong Needed = 128;

    /// <summary>What is wrong with the limit.</summary>
    /// <returns>Two lines for the user; null where it suffices.</returns>
    public static string? Problem() =>
        !OperatingSystem.IsWindows() && Get(OperatingSystem.IsMacOS() ? 8 : 7, out Limits limits) == 0 && limits.Current < Needed
            ? $"error: this process may have {limits.Current} files open at once, and Bindscope needs {Needed}\nhint: raise the limit: ulimit -n 1024\n"
            : null;

    /// <summary>Writes to standard error with nothing but the system: other ways load libraries, which takes files.</summary>
    public static void Say(string problem)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(problem);
        _ = Write(2, bytes, bytes.Length);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Get(int resource, out Limits limits);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, byte[] bytes, nint count);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public ulong Current;
        public ulong Largest;
    }
}
