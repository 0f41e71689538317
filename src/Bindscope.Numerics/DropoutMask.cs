namespace Bindscope.Numerics;

/// <summary>Drops a share of the elements and scales the rest, so that the expected value stays.</summary>
/// <remarks>
/// Whether an element is dropped is a function of the key and the element's number alone (the finalizer of SplitMix64), so that the
/// backward pass finds it out again, and it does not matter which thread computes which part of a batch.
/// </remarks>
/// <param name="Share">0 to leave everything, below 1.</param>
/// <param name="Key">Decides, with the element's number, what is dropped.</param>
internal readonly record struct DropoutMask(double Share, ulong Key)
{
    /// <summary>Drops in place; for a gradient, lets through what was let through.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="first">The number of the first of them.</param>
    internal void Apply(Span<float> values, long first)
    {
        if (Share <= 0)
        {
            return;
        }

        float scale = (float)(1 / (1 - Share));
        var limit = (uint)(Share * uint.MaxValue);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Draw(first + i) < limit ? 0 : values[i] * scale;
        }
    }

    private uint Draw(long number)
    {
        ulong mixed = Key + ((ulong)number * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (uint)(mixed >> 32);
    }
}
