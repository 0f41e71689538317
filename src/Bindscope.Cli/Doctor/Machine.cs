using System.Globalization;
using System.Runtime.InteropServices;
using Bindscope.Numerics;
using Bindscope.Runs;

namespace Bindscope.Cli.Doctor;

/// <summary>Runtime, system, processor and memory.</summary>
internal static class Machine
{
    /// <summary>The .NET runtime.</summary>
    public static Finding Runtime() => new(
        "runtime",
        Health.Good,
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, in {RuntimeEnvironment.GetRuntimeDirectory()}");

    /// <summary>The operating system.</summary>
    public static Finding System() => new(
        "system", Health.Good, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");

    /// <summary>The processor, and how many threads the process may use.</summary>
    public static Finding Processor()
    {
        int threads = Environment.ProcessorCount;
        return new Finding("processor", Health.Good, $"{RunEnvironment.ProcessorName()}, {threads} {(threads == 1 ? "thread" : "threads")}");
    }

    /// <summary>The vectors that the kernels compute with, and whether what they compute is right.</summary>
    public static Finding Lanes()
    {
        const int size = 19; // fills no lane
        float[] ones = [.. Enumerable.Repeat(1f, size * size)];
        Tensor product = MatrixProducts.NN(Tensor.Of(ones, size, size), Tensor.Of(ones, size, size));
        float sum = 0;
        foreach (float value in product.Values)
        {
            sum += value;
        }

        string width = Numerics.Lanes.Name;
        return sum != size * size * size
            ? new Finding("lanes", Health.Failure, $"{width}: a product of ones sums to {sum}, not {size * size * size}", "Report this processor.")
            : Numerics.Lanes.HasFusedMultiplyAdd
                ? new Finding("lanes", Health.Good, width)
                : new Finding("lanes", Health.Warning, width, "Training is several times slower on a processor without FMA.");
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
}
