using System.Runtime.InteropServices;

namespace Bindscope.Torch.Native;

/// <summary>Keeps the C library from handing memory back to the system after every training step, only to ask for it again in the next.</summary>
/// <remarks>
/// A step frees all its activations at once. By default glibc then returns them to the system, and the next step meets thousands of pages
/// that the kernel has to map and clear again: about an eighth of a small model's step. The settings hold for the whole process and cost
/// memory that stays at its peak. The padding is address space alone, and larger than the pieces in which other threads' arenas grow: only
/// then do they keep them. No arenas beyond those that exist, so that threads that come and go find the memory of those before them.
/// Elsewhere than on glibc nothing is changed.
/// </remarks>
public static partial class NativeHeap
{
    // From malloc.h.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;
    private const int MostArenas = -8;

    private static readonly Lazy<bool> Kept = new(Set);

    /// <summary>Changes the settings, at the first call; best before the first worker thread is started.</summary>
    /// <returns>Whether they could be changed.</returns>
    internal static bool KeepFreedMemory() => Kept.Value;

    /// <summary>
    /// Hands memory back after all that is free but lies between pieces in use. glibc asks for more than it needs to align a tensor and
    /// cannot use the place again for one of the same size, so work that makes and frees tensors of several sizes spreads over ever more
    /// memory: <see cref="KeepFreedMemory"/> then keeps what is ten times as large as all tensors together.
    /// </summary>
    /// <returns>Whether some was handed back.</returns>
    public static bool ReturnFreedMemory()
    {
        try
        {
            return OperatingSystem.IsLinux() && Trim(0) == 1;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // another C library, such as musl
        }
    }

    private static bool Set()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        try
        {
            return SetOption(MapThreshold, 1 << 28) == 1 && SetOption(TrimThreshold, int.MaxValue) == 1
                && SetOption(TopPad, 1 << 29) == 1 && SetOption(MostArenas, 1) == 1;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // another C library, such as musl
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keptAtTop);
}
