namespace Bindscope.Torch.Native;

/// <summary>The libtorch that this process uses.</summary>
/// <param name="Directory">Where its libraries are.</param>
/// <param name="Source">Whether it came with the build or was named by the user.</param>
/// <param name="Version">Its version, such as 2.10.0; "unknown" where it does not say.</param>
/// <param name="CpuCapability">The instruction set that it uses on this processor, such as AVX2.</param>
/// <param name="IsBuiltForCuda">Whether it can use a CUDA device, if there is one.</param>
/// <param name="Warning">What the user should know before trusting results; null when there is nothing.</param>
public sealed record TorchInstallation(
    string Directory, LibTorchSource Source, string Version, string CpuCapability, bool IsBuiltForCuda, string? Warning);

/// <summary>Where the libtorch of a process comes from.</summary>
public enum LibTorchSource
{
    /// <summary>The package that the build put beside the program.</summary>
    Package,

    /// <summary>A folder that the user named.</summary>
    Named,
}

/// <summary>The copy of TorchSharp's native library that this program uses.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="State">How it stands to the patch for older C++ libraries, in words.</param>
public sealed record NativeLibraryCopy(string Path, string State);
