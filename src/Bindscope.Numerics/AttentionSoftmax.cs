using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>
/// Softmax in base two over a block's scores, one lane of queries for each key, and its derivative. Sums run over lanes, not across.
/// </summary>
internal static unsafe class AttentionSoftmax<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>So low that its power of two is exactly zero beside any score, and so high that differences stay finite.</summary>
    internal const float Masked = -1e30f;

    /// <summary>Replaces the scores by two to the power of their distance from each query's largest.</summary>
    /// <param name="scores">[count, block rows].</param>
    /// <param name="count">Rows of scores; a multiple of <see cref="AttentionPlan.KeyGroup"/>.</param>
    /// <param name="statistics">[2, block rows], receives each query's largest score and one over the sum of its results.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Exponentials(float* scores, int count, float* statistics)
    {
        TLane even = TLane.Create(float.MinValue), odd = even;
        for (int j = 0; j < count; j += 2)
        {
            even = TLane.Max(even, TLane.Load(scores + (j * TLane.Count)));
            odd = TLane.Max(odd, TLane.Load(scores + ((j + 1) * TLane.Count)));
        }

        TLane maximum = TLane.Max(even, odd);
        TLane sum = default;
        for (int j = 0; j < count; j++)
        {
            TLane power = Elementary<TLane>.Exp2(TLane.Load(scores) - maximum);
            power.Store(scores);
            sum += power;
            scores += TLane.Count;
        }

        maximum.Store(statistics);
        (TLane.Create(1) / sum).Store(statistics + TLane.Count);
    }

    /// <summary>Replaces scores by probabilities, and gradients of probabilities by gradients of scores: p * (g - sum of p * g).</summary>
    /// <param name="scores">[count, block rows], masked.</param>
    /// <param name="gradients">[count, block rows].</param>
    /// <param name="count">Rows of scores.</param>
    /// <param name="statistics">[2, block rows], from <see cref="Exponentials"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward(float* scores, float* gradients, int count, float* statistics)
    {
        TLane maximum = TLane.Load(statistics);
        TLane factor = TLane.Load(statistics + TLane.Count);
        TLane mean = default;
        for (int j = 0; j < count; j++)
        {
            TLane probability = Elementary<TLane>.Exp2(TLane.Load(scores + (j * TLane.Count)) - maximum) * factor;
            probability.Store(scores + (j * TLane.Count));
            mean = TLane.MultiplyAdd(probability, TLane.Load(gradients + (j * TLane.Count)), mean);
        }

        for (int j = 0; j < count; j++)
        {
            float* gradient = gradients + (j * TLane.Count);
            (TLane.Load(scores + (j * TLane.Count)) * (TLane.Load(gradient) - mean)).Store(gradient);
        }
    }
}
