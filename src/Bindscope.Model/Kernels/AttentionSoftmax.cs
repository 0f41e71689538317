using System.Runtime.Intrinsics;

namespace Bindscope.Model.Kernels;

/// <summary>
/// Softmax of one row of scores in base two, and its derivative. A row has two parts: the keys it shares with its neighbours and, in a
/// segment, the keys of that segment. Of each part only the last vector can be partly visible.
/// </summary>
internal readonly unsafe struct AttentionSoftmax
{
    private readonly int shared;
    private readonly int sharedRest;
    private readonly int ownStart;
    private readonly int own;
    private readonly int ownRest;

    /// <summary>Describes which scores of a row are visible.</summary>
    /// <param name="sharedKeys">Visible keys from the row's start, at least 1 unless there are own keys.</param>
    /// <param name="sharedGroups">Vectors that hold the block's shared keys; the last of them is the first that may be masked.</param>
    /// <param name="ownStart">Where the segment's keys start.</param>
    /// <param name="ownKeys">Visible keys of the segment, 0 in the prefix.</param>
    public AttentionSoftmax(int sharedKeys, int sharedGroups, int ownStart, int ownKeys)
    {
        shared = Math.Max(0, 16 * (sharedGroups - 1));
        sharedRest = sharedKeys - shared;
        this.ownStart = ownStart;
        own = ownKeys == 0 ? 0 : (ownKeys - 1) / 16 * 16;
        ownRest = ownKeys - own;
    }

    /// <summary>Replaces the scores by two to the power of their distance from the largest; masked cells become zero.</summary>
    /// <returns>The largest score and one over the sum of the results.</returns>
    public (float Maximum, float InverseSum) Exponentials(float* scores)
    {
        Vector512<float> lowest = Vector512.Create(float.MinValue);
        Vector512<float> largest = lowest;
        for (int i = 0; i < shared; i += 16)
        {
            largest = Vector512.Max(largest, Vector512.Load(scores + i));
        }
        largest = Vector512.Max(largest, Vector512.ConditionalSelect(First(sharedRest), Vector512.Load(scores + shared), lowest));
        if (ownRest > 0)
        {
            float* ownScores = scores + ownStart;
            for (int i = 0; i < own; i += 16)
            {
                largest = Vector512.Max(largest, Vector512.Load(ownScores + i));
            }
            largest = Vector512.Max(largest, Vector512.ConditionalSelect(First(ownRest), Vector512.Load(ownScores + own), lowest));
        }
        float maximum = Lanes.Maximum(largest);
        return (maximum, 1 / Lanes.Sum(Replace(scores, Vector512.Create(maximum), Vector512<float>.One)));
    }

    /// <summary>Replaces the scores by probabilities, from what <see cref="Exponentials"/> returned.</summary>
    public void Probabilities(float* scores, float maximum, float inverseSum) =>
        Replace(scores, Vector512.Create(maximum), Vector512.Create(inverseSum));

    private Vector512<float> Replace(float* scores, Vector512<float> maximum, Vector512<float> factor)
    {
        Vector512<float> sum = default;
        for (int i = 0; i < shared; i += 16)
        {
            Vector512<float> power = Lanes.Exp2(Vector512.Load(scores + i) - maximum) * factor;
            power.Store(scores + i);
            sum += power;
        }
        sum += ReplaceLast(scores + shared, sharedRest, maximum, factor);
        if (ownRest > 0)
        {
            float* ownScores = scores + ownStart;
            for (int i = 0; i < own; i += 16)
            {
                Vector512<float> power = Lanes.Exp2(Vector512.Load(ownScores + i) - maximum) * factor;
                power.Store(ownScores + i);
                sum += power;
            }
            sum += ReplaceLast(ownScores + own, ownRest, maximum, factor);
        }
        return sum;
    }

    /// <summary>Replaces the gradient of the probabilities by the gradient of the scores: p * (g - sum of p * g).</summary>
    public void Backward(float* probabilities, float* gradient)
    {
        Vector512<float> products = default;
        for (int i = 0; i <= shared; i += 16)
        {
            products = Vector512.FusedMultiplyAdd(Vector512.Load(probabilities + i), Vector512.Load(gradient + i), products);
        }
        if (ownRest > 0)
        {
            for (int i = ownStart; i <= ownStart + own; i += 16)
            {
                products = Vector512.FusedMultiplyAdd(Vector512.Load(probabilities + i), Vector512.Load(gradient + i), products);
            }
        }
        Vector512<float> sum = Vector512.Create(Lanes.Sum(products));
        for (int i = 0; i <= shared; i += 16)
        {
            (Vector512.Load(probabilities + i) * (Vector512.Load(gradient + i) - sum)).Store(gradient + i);
        }
        if (ownRest > 0)
        {
            for (int i = ownStart; i <= ownStart + own; i += 16)
            {
                (Vector512.Load(probabilities + i) * (Vector512.Load(gradient + i) - sum)).Store(gradient + i);
            }
        }
    }

    private static Vector512<float> ReplaceLast(float* scores, int count, Vector512<float> maximum, Vector512<float> factor)
    {
        Vector512<float> power = Lanes.Exp2(Vector512.Load(scores) - maximum) * factor;
        power = Vector512.ConditionalSelect(First(count), power, Vector512<float>.Zero);
        power.Store(scores);
        return power;
    }

    private static Vector512<float> First(int count) => Vector512.LessThan(Lanes.Index, Vector512.Create(count)).AsSingle();
}
