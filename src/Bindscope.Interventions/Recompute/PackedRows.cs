using System.Runtime.Intrinsics;

namespace Bindscope.Interventions.Recompute;

/// <summary>What is done with whole vectors of padded rows.</summary>
internal static unsafe class PackedRows
{
    /// <summary>Writes a vector to a row.</summary>
    /// <param name="vector">The vector, with its padding.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="row">Which row, 0-based.</param>
    /// <param name="stride">The length of a row with its padding.</param>
    public static void Copy(float* vector, float* rows, int row, int stride) =>
        new ReadOnlySpan<float>(vector, stride).CopyTo(new Span<float>(rows + ((nint)row * stride), stride));

    /// <summary>Adds two vectors.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    /// <param name="sum">Receives the sum; may be one of them.</param>
    /// <param name="count">How many numbers, a multiple of 16.</param>
    public static void Sum(float* a, float* b, float* sum, nint count)
    {
        for (nint i = 0; i < count; i += 16)
        {
            (Vector512.Load(a + i) + Vector512.Load(b + i)).Store(sum + i);
        }
    }

    /// <summary>Multiplies a vector of any length.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="factor">Multiplies it.</param>
    /// <param name="target">Receives the product.</param>
    /// <param name="width">How many numbers.</param>
    public static void Scaled(float* vector, float factor, float* target, int width)
    {
        int i = 0;
        for (; i + 16 <= width; i += 16)
        {
            (Vector512.Load(vector + i) * factor).Store(target + i);
        }

        for (; i < width; i++)
        {
            target[i] = vector[i] * factor;
        }
    }
}
