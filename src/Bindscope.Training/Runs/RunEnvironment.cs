using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Bindscope.Training.Runs;

/// <summary>What a process computes with: enough to tell whether another can be expected to give the same bytes.</summary>
/// <param name="Version">Bindscope's version, with the commit behind a plus sign where it was built from a checkout.</param>
/// <param name="Torch">TorchSharp's version.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">The operating system.</param>
/// <param name="Architecture">The processor's architecture.</param>
/// <param name="Device">Where the model lived: cpu or cuda.</param>
/// <param name="Workers">Threads that shared each batch.</param>
/// <param name="Threads">libtorch's threads in each of them.</param>
public sealed record RunEnvironment(
    string Version, string Torch, string Runtime, string System, string Architecture, string Device, int Workers, int Threads)
{
    /// <summary>This process's environment.</summary>
    /// <param name="device">Where the model lives.</param>
    /// <param name="workers">Threads that share each batch.</param>
    /// <param name="threads">libtorch's threads in each of them.</param>
    public static RunEnvironment Here(Device device, int workers, int threads) => new(
        Informational(typeof(RunEnvironment).Assembly),
        Informational(typeof(Device).Assembly),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        device.type == TorchSharp.DeviceType.CPU ? "cpu" : "cuda",
        workers,
        threads);

    private static string Informational(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
