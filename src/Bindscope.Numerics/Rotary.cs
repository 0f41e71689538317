using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bindscope.Numerics;

/// <summary>Rotary position embedding of one head's vector: dimension i is turned together with dimension i + K/2.</summary>
internal static unsafe class Rotary
{
    /// <summary>
    /// Writes (x_i cos - x_j sin, x_j cos + x_i sin) times <paramref name="scale"/> for each i below <paramref name="half"/> and j = i +
    /// half. Source and target may be the same.
    /// </summary>
    /// <param name="source">The vector, 2*half floats.</param>
    /// <param name="cosine">The position's cosines, half floats.</param>
    /// <param name="sine">The position's sines, half floats.</param>
    /// <param name="half">K/2.</param>
    /// <param name="direction">1 turns forward, -1 turns back (the transpose, which the backward pass needs).</param>
    /// <param name="scale">Multiplies the result.</param>
    /// <param name="target">Receives 2*half floats.</param>
    internal static void Turn(float* source, float* cosine, float* sine, int half, float direction, float scale, float* target)
    {
        if (Lanes.Is512 && half % Lane512.Count == 0)
        {
            Rotary<Lane512>.Turn(source, cosine, sine, half, direction, scale, target);
        }
        else if (Lanes.Is256)
        {
            Rotary<Lane256>.Turn(source, cosine, sine, half, direction, scale, target);
        }
        else
        {
            Rotary<Lane128>.Turn(source, cosine, sine, half, direction, scale, target);
        }
    }
}

/// <summary>The same for lanes of one width, best of one that divides half a head.</summary>
internal static unsafe class Rotary<TLane>
    where TLane : struct, ILane<TLane>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Turn(float* source, float* cosine, float* sine, int half, float direction, float scale, float* target)
    {
        int i = 0;
        for (; i + TLane.Count <= half; i += TLane.Count)
        {
            TLane cos = TLane.Load(cosine + i) * TLane.Create(scale);
            TLane sin = TLane.Load(sine + i) * TLane.Create(scale * direction);
            TLane first = TLane.Load(source + i);
            TLane second = TLane.Load(source + half + i);
            ((first * cos) - (second * sin)).Store(target + i);
            ((second * cos) + (first * sin)).Store(target + half + i);
        }

        for (; i + 4 <= half; i += 4)
        {
            Vector128<float> cos = Vector128.Load(cosine + i) * scale;
            Vector128<float> sin = Vector128.Load(sine + i) * (scale * direction);
            Vector128<float> first = Vector128.Load(source + i);
            Vector128<float> second = Vector128.Load(source + half + i);
            ((first * cos) - (second * sin)).Store(target + i);
            ((second * cos) + (first * sin)).Store(target + half + i);
        }

        for (; i < half; i++)
        {
            float cos = cosine[i] * scale;
            float sin = sine[i] * (scale * direction);
            float first = source[i];
            float second = source[half + i];
            target[i] = (first * cos) - (second * sin);
            target[half + i] = (second * cos) + (first * sin);
        }
    }
}
