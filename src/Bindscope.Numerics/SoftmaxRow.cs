using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>Softmax of one row of scores, where attention is computed step by step, and its gradient.</summary>
internal static unsafe class SoftmaxRow
{
    /// <summary>Replaces scores by probabilities; minus infinity gets exactly 0.</summary>
    internal static void Run(float* scores, int count)
    {
        if (Lanes.Is512)
        {
            Run<Lane512>(scores, count);
        }
        else if (Lanes.Is256)
        {
            Run<Lane256>(scores, count);
        }
        else
        {
            Run<Lane128>(scores, count);
        }
    }

    /// <summary>Replaces the gradient of probabilities by that of scores: p * (g - sum of p * g).</summary>
    internal static void Backward(float* probabilities, float* gradient, int count)
    {
        float mean = Rows.Dot(probabilities, gradient, count);
        for (int i = 0; i < count; i++)
        {
            gradient[i] = probabilities[i] * (gradient[i] - mean);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TLane>(float* scores, int count)
        where TLane : struct, ILane<TLane>
    {
        float largest = scores[0];
        for (int i = 1; i < count; i++)
        {
            largest = MathF.Max(largest, scores[i]);
        }

        Powers<TLane>(scores, largest, count, scores);
        float sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += scores[i];
        }

        for (int i = 0; i < count; i++)
        {
            scores[i] /= sum;
        }
    }

    /// <summary>Powers of e of numbers less the largest of them.</summary>
    /// <param name="numbers">[count].</param>
    /// <param name="largest">The largest of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="powers">[count]; may be the numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Powers<TLane>(float* numbers, float largest, int count, float* powers)
        where TLane : struct, ILane<TLane>
    {
        TLane shift = TLane.Create(largest), scale = TLane.Create(1.44269504088896341f);
        float* rest = stackalloc float[16];
        for (int i = 0; i < count; i += TLane.Count)
        {
            int here = Math.Min(TLane.Count, count - i);
            if (here == TLane.Count)
            {
                Elementary<TLane>.Exp2((TLane.Load(numbers + i) - shift) * scale).Store(powers + i);
            }
            else
            {
                Rows.Copy(numbers + i, rest, here);
                Elementary<TLane>.Exp2((TLane.Load(rest) - shift) * scale).Store(rest);
                Rows.Copy(rest, powers + i, here);
            }
        }
    }
}
