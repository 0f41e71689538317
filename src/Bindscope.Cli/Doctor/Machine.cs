using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Bindscope.Cli.Doctor;

/// <summary>What there is before any libtorch: runtime, system, processor and memory.</summary>
internal static partial class Machine
{
    /// <summary>The .NET runtime.</summary>
    public static Finding Runtime() => new(
        "runtime",
        Health.Good,
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, in {RuntimeEnvironment.GetRuntimeDirectory()}");

    /// <summary>The operating system and its C library.</summary>
    public static Finding System() => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64
        ? new Finding("system", Health.Good, $"{RuntimeInformation.OSDescription}, glibc {Marshal.PtrToStringUTF8(GlibcVersion())}")
        : new Finding(
            "system",
            Health.Warning,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
            "Bindscope is built and tested on Linux x64; elsewhere it has no libtorch package.");

    /// <summary>How many threads the process may use, and the widest vectors that the processor has.</summary>
    public static Finding Processor()
    {
        var threads = Environment.ProcessorCount;
        var vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : Avx.IsSupported ? "AVX" : "no AVX";
        return new Finding(
            "processor",
            Avx2.IsSupported ? Health.Good : Health.Warning,
            $"{threads} {(threads == 1 ? "thread" : "threads")}, {vectors}",
            Avx2.IsSupported ? null : "Training is several times slower without AVX2.");
    }

    /// <summary>How much memory the process may use, and how much of it is free.</summary>
    public static Finding Memory()
    {
        const double gibibyte = 1L << 30;
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / gibibyte;
        var free = MemoryAvailable() / gibibyte;
        return new Finding(
            "memory",
            free is < 2 ? Health.Warning : Health.Good,
            string.Create(CultureInfo.InvariantCulture, $"{total:0.0} GiB, {free:0.0} GiB of it free"),
            free is < 2 ? "Training the larger presets takes about 2 GiB." : null);
    }

    private static double MemoryAvailable()
    {
        const string file = "/proc/meminfo";
        var lines = File.Exists(file) ? File.ReadLines(file) : [];
        var kibibytes = lines.FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal))?
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return kibibytes is null ? double.NaN : 1024.0 * long.Parse(kibibytes, CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    private static partial nint GlibcVersion();
}
