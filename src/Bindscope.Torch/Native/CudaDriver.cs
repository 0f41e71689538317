using System.Runtime.InteropServices;

namespace Bindscope.Torch.Native;

/// <summary>Asks NVIDIA's driver itself whether there is a device, so that "no CUDA" can be given its true reason.</summary>
internal static unsafe class CudaDriver
{
    private const string Library = "libcuda.so.1";

    /// <summary>Why no CUDA device can be used on this machine.</summary>
    /// <returns>The end of a sentence; null when the driver has a device.</returns>
    public static string? Problem()
    {
        if (!DynamicLoader.TryOpen(Library, out var driver, out var error))
        {
            return $"NVIDIA's driver is not there ({error})";
        }

        var initialize = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(driver, "cuInit");
        var countDevices = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(driver, "cuDeviceGetCount");
        var code = initialize(0);
        if (code != 0)
        {
            return $"NVIDIA's driver does not start ({Describe(driver, code)})";
        }

        int count;
        code = countDevices(&count);
        return code != 0 ? $"NVIDIA's driver counts no devices ({Describe(driver, code)})"
            : count == 0 ? "NVIDIA's driver finds no device"
            : null;
    }

    private static string Describe(nint driver, int code)
    {
        var name = (delegate* unmanaged<int, byte**, int>)NativeLibrary.GetExport(driver, "cuGetErrorString");
        byte* text = null;
        return name(code, &text) == 0 && text != null ? Marshal.PtrToStringUTF8((nint)text)! : $"error {code}";
    }
}
