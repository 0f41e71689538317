namespace Bindscope.Numerics;

/// <summary>Memory of one thread for what a kernel needs while it runs, reused from call to call and grown on demand.</summary>
internal sealed unsafe class Scratch
{
    [ThreadStatic]
    private static Scratch? ofThisThread;

    private Tensor memory = new(0);
    private int used;

    /// <summary>This thread's scratch, empty, with room for so many floats. What was taken from it before is lost.</summary>
    internal static Scratch Rent(int floats)
    {
        Scratch scratch = ofThisThread ??= new Scratch();
        if (scratch.memory.Length < floats)
        {
            scratch.memory = new Tensor(floats);
        }

        scratch.used = 0;
        return scratch;
    }

    /// <summary>The next floats, set to zero. Multiples of 16 keep what follows on cache lines.</summary>
    internal float* Take(int floats)
    {
        float* start = TakeAny(floats);
        new Span<float>(start, floats).Clear();
        return start;
    }

    /// <summary>The next floats, for whoever overwrites all of them.</summary>
    internal float* TakeAny(int floats)
    {
        if (used + floats > memory.Length)
        {
            throw new InvalidOperationException($"scratch of {memory.Length} floats is too small for {used} + {floats}");
        }

        float* start = memory.Pointer + used;
        used += floats;
        return start;
    }
}
