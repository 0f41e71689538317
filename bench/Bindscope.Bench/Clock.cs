using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bindscope.Bench;

/// <summary>Clocks to time by.</summary>
internal static partial class Clock
{
    private const int ProcessProcessorTime = 2; // CLOCK_PROCESS_CPUTIME_ID of time.h
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Seconds that pass.</summary>
    public static double Wall() => (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;

    /// <summary>
    /// Seconds that this thread has computed; other work on the machine distorts them much less. Wall time where there is no such
    /// clock.
    /// </summary>
    public static double Thread() => Of(ThreadProcessorTime);

    /// <summary>The same of all threads of this process.</summary>
    public static double Process() => Of(ProcessProcessorTime);

    private static double Of(int clock) =>
        OperatingSystem.IsLinux() && Get(clock, out Time time) == 0 ? time.Seconds + 1e-9 * time.Nanoseconds : Wall();

    [LibraryImport("libc.so.6", EntryPoint = "clock_gettime")]
    private static partial int Get(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
