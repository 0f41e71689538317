using System.Runtime.InteropServices;

namespace Bindscope.Interventions.Recompute;

/// <summary>Floats outside the garbage collector, aligned to cache lines, zero at first.</summary>
internal sealed unsafe class AlignedFloats : IDisposable
{
    private const nuint Alignment = 64;

    private static long live;

    internal AlignedFloats(long length)
    {
        nuint bytes = (nuint)Math.Max(1, length) * sizeof(float);
        Pointer = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(Pointer, bytes);
        Interlocked.Increment(ref live);
    }

    ~AlignedFloats() => Free();

    /// <summary>How many of these hold memory.</summary>
    internal static long Live => Interlocked.Read(ref live);

    internal float* Pointer { get; private set; }

    /// <summary>The next multiple of 16 or 32: what a row of so many floats is filled up to with zeros.</summary>
    internal static int Padded(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Pointer is not null)
        {
            NativeMemory.AlignedFree(Pointer);
            Pointer = null;
            Interlocked.Decrement(ref live);
        }
    }
}
