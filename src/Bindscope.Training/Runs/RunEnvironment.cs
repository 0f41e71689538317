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
        Bindscope.Numerics.Lanes.Name);

    private static string Informational(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
