using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Bindscope.Torch.Native;

/// <summary>What the loaded libtorch says about itself.</summary>
/// <param name="Version">Its version, such as 2.10.0.</param>
/// <param name="CpuCapability">The instruction set that it uses, such as AVX2.</param>
internal sealed partial record LibTorchConfiguration(string Version, string CpuCapability)
{
    // std::string at::show_config(), which torch.__config__.show() of PyTorch prints; TorchSharp has no call for it.
    private const string ShowConfiguration = "_ZN2at11show_configB5cxx11Ev";

    /// <summary>The version that TorchSharp was made for: that of the package in Directory.Packages.props.</summary>
    /// <remarks>TorchSharp knows it too, but does not tell before libtorch is loaded.</remarks>
    public const string ExpectedVersion = "2.10.0";

    /// <summary>Whether TorchSharp was made for this version. The C++ interface changes between minor versions, not within one.</summary>
    public bool IsExpected => MajorAndMinor(Version) == MajorAndMinor(ExpectedVersion);

    /// <summary>Asks the loaded libtorch.</summary>
    /// <param name="libtorch">The loaded libtorch_cpu.</param>
    public static LibTorchConfiguration Of(nint libtorch) =>
        Read(NativeLibrary.TryGetExport(libtorch, ShowConfiguration, out var function) ? Call(function) : "");

    /// <summary>Finds the values in libtorch's own description of how it was built.</summary>
    public static LibTorchConfiguration Read(string description) =>
        new(Find(VersionPattern(), description), Find(CapabilityPattern(), description));

    private static string MajorAndMinor(string version) => string.Join('.', version.Split('.').Take(2));

    private static string Find(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : "unknown";

    /// <summary>Calls a C++ function without arguments that returns a std::string, into memory that the caller provides.</summary>
    /// <remarks>So wants it the ABI for values that are not trivially copied.</remarks>
    private static unsafe string Call(nint function)
    {
        // libstdc++'s string: a pointer, the length, and 16 bytes in which short texts are kept.
        var result = stackalloc nint[4];
        ((delegate* unmanaged<nint*, void*>)function)(result);
        var text = Marshal.PtrToStringUTF8(result[0], (int)result[1]);
        if (result[0] != (nint)(result + 2))
        {
            NativeMemory.Free((void*)result[0]);
        }

        return text;
    }

    [GeneratedRegex(@"TORCH_VERSION=([^,\s]+)")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"CPU capability usage: (\S+)")]
    private static partial Regex CapabilityPattern();
}
