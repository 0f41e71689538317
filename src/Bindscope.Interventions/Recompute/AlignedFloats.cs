using System.Runtime.InteropServices;

namespace Bindscope.Interventions.Recompute;

/// <summary>Floats outside the garbage collector, aligned to cache lines, zero at first.</summary>
internal sealed unsafe class AlignedFloats : IDisposable
{
    private const nuint Alignment = 64;

    internal AlignedFloats(long length)
    {
        Length = length;
        nuint bytes = (nuint)Math.Max(1, length) * sizeof(float);
        Pointer = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(Pointer, bytes);
    }

    ~AlignedFloats() => NativeMemory.AlignedFree(Pointer);

    internal float* Pointer { get; private set; }

    internal long Length { get; }

    /// <summary>The next multiple of 16 or 32: what a row of so many floats is filled up to with zeros.</summary>
    internal static int Padded(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.SuppressFinalize(this);
    }
}
