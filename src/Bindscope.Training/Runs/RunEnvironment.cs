using System.Reflection;
using System.Runtime.InteropServices;
using Bindscope.Training.Presets;

namespace Bindscope.Training.Runs;

/// <summary>What a process computes with: enough to tell whether another can be expected to give the same bytes.</summary>
/// <param name="Version">Bindscope's version, with the commit behind a plus sign where it was built from a checkout.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">The operating system.</param>
/// <param name="Architecture">The processor's architecture.</param>
/// <param name="Device">Where the model lived: cpu or cuda.</param>
/// <param name="Workers">Threads that shared each batch; their number does not change a byte.</param>
/// <param name="Threads">Multiplies them.</param>
/// <param name="Lanes">Width of the vectors, on which the last bits of a sum depend. Missing where TorchSharp computed.</param>
/// <param name="Processor">The processor's name. Missing where TorchSharp computed.</param>
/// <param name="Torch">TorchSharp's version, where that computed.</param>
public sealed record RunEnvironment(
    string Version,
    string Runtime,
    string System,
    string Architecture,
    string Device,
    int Workers,
    int Threads,
    [property: MayBeMissing] string? Lanes = null,
    [property: MayBeMissing] string? Processor = null,
    [property: MayBeMissing] string? Torch = null)
{
    /// <summary>This process's environment.</summary>
    /// <param name="workers">Threads that share each batch.</param>
    /// <param name="threads">Multiplies them.</param>
    public static RunEnvironment Here(int workers, int threads) => new(
        Informational(typeof(RunEnvironment).Assembly),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        "cpu",
        workers,
        threads,
        Bindscope.Numerics.Lanes.Name,
        ProcessorName());

    /// <summary>What the system calls the processor; where it does not say, the architecture.</summary>
    public static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Informational(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
