using System.Runtime.InteropServices;

namespace Bindscope.Torch.Kernels;

/// <summary>
/// Aligned memory outside the garbage collector, one block for each thread, reused from call to call and grown on demand.
/// </summary>
internal sealed unsafe class Scratch
{
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static Scratch? ofThisThread;

    private float* memory;
    private nuint capacity;
    private nuint used;

    ~Scratch() => NativeMemory.AlignedFree(memory);

    /// <summary>
    /// This thread's scratch, empty, with room for <paramref name="floats"/> floats. What was taken from it before is lost.
    /// </summary>
    public static Scratch Rent(long floats)
    {
        nuint size = (nuint)floats;
        Scratch scratch = ofThisThread ??= new Scratch();
        if (scratch.capacity < size)
        {
            NativeMemory.AlignedFree(scratch.memory);
            scratch.memory = null;
            scratch.capacity = 0;
            scratch.memory = (float*)NativeMemory.AlignedAlloc(size * sizeof(float), Alignment);
            scratch.capacity = size;
        }
        scratch.used = 0;
        return scratch;
    }

    /// <summary>The next <paramref name="floats"/> floats (a multiple of 16), set to zero.</summary>
    public float* Take(int floats)
    {
        nuint size = (nuint)floats;
        if (used + size > capacity)
        {
            throw new InvalidOperationException($"Scratch of {capacity} floats is too small for {used} + {size}.");
        }
        float* start = memory + used;
        used += size;
        NativeMemory.Clear(start, size * sizeof(float));
        return start;
    }
}
