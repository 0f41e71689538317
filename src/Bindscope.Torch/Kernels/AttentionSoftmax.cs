using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bindscope.Torch.Kernels;

/// <summary>
/// Softmax in base two over a block's scores [scores, 16], and its derivative. Every lane is one query; sums run over vectors, not across.
/// </summary>
internal static unsafe class AttentionSoftmax
{
    private const int Lanes = AttentionPlan.BlockRows;

    /// <summary>So low that its power of two is exactly zero beside any score, and so high that differences stay finite.</summary>
    public const float Masked = -1e30f;

    /// <summary>Replaces the scores by two to the power of their distance from each query's largest.</summary>
    /// <param name="scores">[count, 16].</param>
    /// <param name="count">Rows of scores.</param>
    /// <param name="statistics">[2, 16], receives each query's largest score and one over the sum of its results.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exponentials(float* scores, int count, float* statistics)
    {
        Vector512<float> even = Vector512.Create(float.MinValue), odd = even;
        int j = 0;
        for (; j + 2 <= count; j += 2)
        {
            even = Vector512.Max(even, Vector512.Load(scores + j * Lanes));
            odd = Vector512.Max(odd, Vector512.Load(scores + (j + 1) * Lanes));
        }
        if (j < count)
        {
            even = Vector512.Max(even, Vector512.Load(scores + j * Lanes));
        }
        Vector512<float> maximum = Vector512.Max(even, odd);
        Vector512<float> sum = default;
        for (j = 0; j < count; j++)
        {
            Vector512<float> power = Kernels.Lanes.Exp2(Vector512.Load(scores) - maximum);
            power.Store(scores);
            sum += power;
            scores += Lanes;
        }
        maximum.Store(statistics);
        (Vector512<float>.One / sum).Store(statistics + Lanes);
    }

    /// <summary>Replaces scores by probabilities, and gradients of probabilities by gradients of scores: p * (g - sum of p * g).</summary>
    /// <param name="scores">[count, 16], masked.</param>
    /// <param name="gradients">[count, 16].</param>
    /// <param name="count">Rows of scores.</param>
    /// <param name="statistics">[2, 16], from <see cref="Exponentials"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* scores, float* gradients, int count, float* statistics)
    {
        Vector512<float> maximum = Vector512.Load(statistics);
        Vector512<float> factor = Vector512.Load(statistics + Lanes);
        Vector512<float> mean = default;
        for (int j = 0; j < count; j++)
        {
            Vector512<float> probability = Kernels.Lanes.Exp2(Vector512.Load(scores + j * Lanes) - maximum) * factor;
            probability.Store(scores + j * Lanes);
            mean = Vector512.FusedMultiplyAdd(probability, Vector512.Load(gradients + j * Lanes), mean);
        }
        for (int j = 0; j < count; j++)
        {
            float* gradient = gradients + j * Lanes;
            (Vector512.Load(scores + j * Lanes) * (Vector512.Load(gradient) - mean)).Store(gradient);
        }
    }
}
