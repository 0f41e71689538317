using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Bindscope.Model.Kernels;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// Attention of sixteen queries of one head, one in each lane of a vector, so that the softmax never adds up across a vector. Each query's
/// numbers are the same bits whichever its neighbours are.
/// </summary>
internal static unsafe class LaneAttention
{
    /// <summary>Queries at once.</summary>
    internal const int Queries = 16;

    /// <summary>Computes scores, softmax and mixed values.</summary>
    /// <param name="keys">Where they lie.</param>
    /// <param name="width">K.</param>
    /// <param name="queries">[K, 16], rotated and scaled for a softmax in base two.</param>
    /// <param name="positions">[16], rising; every query sees the keys up to its own.</param>
    /// <param name="scratch">[T, 16], and [16, K rounded up to 16] after it.</param>
    /// <param name="length">T.</param>
    /// <param name="maxima">Receives each query's largest score.</param>
    /// <param name="inverseSums">Receives one over the sum of each query's weights.</param>
    /// <returns>Mixed values, [16, K rounded up to 16], in the scratch memory.</returns>
    internal static float* Run(
        HeadKeys keys,
        int width,
        float* queries,
        int* positions,
        float* scratch,
        int length,
        out Vector512<float> maxima,
        out Vector512<float> inverseSums)
    {
        Vector512<int> seenUpTo = Vector512.Load(positions);
        int visible = positions[Queries - 1] + 1;
        maxima = Products(keys.Keys, width, queries, seenUpTo, positions[0], visible, scratch);
        inverseSums = Weights(scratch, maxima, seenUpTo, positions[0], visible);
        float* mixed = scratch + (length * Queries);
        int stride = AlignedFloats.Padded(width, 16);
        for (int column = 0; column < stride; column += 16)
        {
            Mix(scratch, keys.Values, column, positions[7] + 1, mixed + column, stride);
            Mix(scratch + 8, keys.Values, column, visible, mixed + (8 * stride) + column, stride);
        }

        return mixed;
    }

    /// <summary>scores[j, r] = key j . query r, four keys at a time; the lowest number where r does not see j.</summary>
    private static Vector512<float> Products(
        float** keys, int width, float* queries, Vector512<int> seenUpTo, int seenByAll, int visible, float* scores)
    {
        Vector512<float> lowest = Vector512.Create(float.MinValue);
        Vector512<float> largest = lowest;
        int key = 0;
        for (; key + 8 <= visible; key += 8)
        {
            ProductsOfEight(keys + key, width, queries, scores + (key * Queries));
            for (int j = key; j < key + 8; j++)
            {
                largest = Masked(scores, j, seenUpTo, seenByAll, lowest, largest);
            }
        }

        for (; key < visible; key++)
        {
            float* row = keys[key];
            Vector512<float> score = default;
            for (int i = 0; i < width; i++)
            {
                score = Vector512.FusedMultiplyAdd(Vector512.Load(queries + (i * Queries)), Vector512.Create(row[i]), score);
            }

            score.Store(scores + (key * Queries));
            largest = Masked(scores, key, seenUpTo, seenByAll, lowest, largest);
        }

        return largest;
    }

    private static void ProductsOfEight(float** keys, int width, float* queries, float* scores)
    {
        float* k0 = keys[0], k1 = keys[1], k2 = keys[2], k3 = keys[3], k4 = keys[4], k5 = keys[5], k6 = keys[6], k7 = keys[7];
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int i = 0; i < width; i++)
        {
            Vector512<float> query = Vector512.Load(queries + (i * Queries));
            s0 = Vector512.FusedMultiplyAdd(query, Vector512.Create(k0[i]), s0);
            s1 = Vector512.FusedMultiplyAdd(query, Vector512.Create(k1[i]), s1);
            s2 = Vector512.FusedMultiplyAdd(query, Vector512.Create(k2[i]), s2);
            s3 = Vector512.FusedMultiplyAdd(query, Vector512.Create(k3[i]), s3);
            s4 = Vector512.FusedMultiplyAdd(query, Vector512.Create(k4[i]), s4);
            s5 = Vector512.FusedMultiplyAdd(query, Vector512.Create(k5[i]), s5);
            s6 = Vector512.FusedMultiplyAdd(query, Vector512.Create(k6[i]), s6);
            s7 = Vector512.FusedMultiplyAdd(query, Vector512.Create(k7[i]), s7);
        }

        s0.Store(scores);
        s1.Store(scores + Queries);
        s2.Store(scores + (2 * Queries));
        s3.Store(scores + (3 * Queries));
        s4.Store(scores + (4 * Queries));
        s5.Store(scores + (5 * Queries));
        s6.Store(scores + (6 * Queries));
        s7.Store(scores + (7 * Queries));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Masked(
        float* scores, int key, Vector512<int> seenUpTo, int seenByAll, Vector512<float> lowest, Vector512<float> largest)
    {
        Vector512<float> score = Vector512.Load(scores + (key * Queries));
        if (key > seenByAll)
        {
            score = Vector512.ConditionalSelect(Sees(seenUpTo, key), score, lowest);
            score.Store(scores + (key * Queries));
        }

        return Vector512.Max(largest, score);
    }

    /// <summary>Replaces scores by two to the power of their distance from the largest, 0 where a query does not see the key.</summary>
    private static Vector512<float> Weights(float* scores, Vector512<float> maxima, Vector512<int> seenUpTo, int seenByAll, int visible)
    {
        Vector512<float> even = default, odd = default;
        for (int key = 0; key < visible; key++)
        {
            Vector512<float> weight = Lanes.Exp2(Vector512.Load(scores + (key * Queries)) - maxima);
            weight = key > seenByAll ? Vector512.BitwiseAnd(weight, Sees(seenUpTo, key)) : weight;
            weight.Store(scores + (key * Queries));
            (even, odd) = (odd, even + weight);
        }

        return Vector512<float>.One / (even + odd);
    }

    /// <summary>mixed[r] = sum over j of weights[j, r] * values[j], for eight queries and sixteen columns.</summary>
    private static void Mix(float* weights, float** values, int column, int visible, float* mixed, int stride)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        for (int key = 0; key < visible; key++)
        {
            Vector512<float> value = Vector512.Load(values[key] + column);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[0]), value, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[1]), value, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[2]), value, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[3]), value, a3);
            a4 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[4]), value, a4);
            a5 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[5]), value, a5);
            a6 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[6]), value, a6);
            a7 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[7]), value, a7);
            weights += Queries;
        }

        a0.Store(mixed);
        a1.Store(mixed + stride);
        a2.Store(mixed + (2 * stride));
        a3.Store(mixed + (3 * stride));
        a4.Store(mixed + (4 * stride));
        a5.Store(mixed + (5 * stride));
        a6.Store(mixed + (6 * stride));
        a7.Store(mixed + (7 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sees(Vector512<int> seenUpTo, int key) =>
        Vector512.GreaterThanOrEqual(seenUpTo, Vector512.Create(key)).AsSingle();
}
