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

        TLane shift = TLane.Create(largest), scale = TLane.Create(1.44269504088896341f);
        float sum = 0;
        float* rest = stackalloc float[16];
        for (int i = 0; i < count; i += TLane.Count)
        {
            int here = Math.Min(TLane.Count, count - i);
            if (here == TLane.Count)
            {
                Elementary<TLane>.Exp2((TLane.Load(scores + i) - shift) * scale).Store(scores + i);
            }
            else
            {
                Rows.Copy(scores + i, rest, here);
                Elementary<TLane>.Exp2((TLane.Load(rest) - shift) * scale).Store(rest);
                Rows.Copy(rest, scores + i, here);
            }
        }

        for (int i = 0; i < count; i++)
        {
            sum += scores[i];
        }

        for (int i = 0; i < count; i++)
        {
            scores[i] /= sum;
        }
    }
}
