using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Bindscope.Numerics;

/// <summary>
/// Which width of vectors the kernels use here. Constants to the compiler, so that <c>if (Lanes.Is512)</c> costs nothing. The
/// environment variables DOTNET_EnableAVX512=0 and DOTNET_EnableAVX2=0 choose a narrower one than the processor has.
/// </summary>
public static class Lanes
{
    /// <summary>What <c>environment.json</c> and <c>doctor</c> say: the number of bits, and <c>no FMA</c> where products round twice.</summary>
    public static string Name =>
        (Is512 ? "512 bits" : Is256 ? "256 bits" : "128 bits") + (HasFusedMultiplyAdd ? "" : ", no FMA");

    /// <summary>Whether a product and a sum round once, as on every processor of the last ten years.</summary>
    public static bool HasFusedMultiplyAdd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported || Vector512.IsHardwareAccelerated;
    }

    /// <summary>Whether to use <see cref="Lane512"/>.</summary>
    internal static bool Is512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated;
    }

    /// <summary>Whether to use <see cref="Lane256"/>, where not the wider one.</summary>
    internal static bool Is256
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated && Fma.IsSupported;
    }

    /// <summary>Number of floats in a lane here: 16 or 8.</summary>
    internal static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Is512 ? Lane512.Count : Lane256.Count;
    }

    /// <summary>The next multiple.</summary>
    internal static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
