using System.Runtime.CompilerServices;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// Attention of as many queries of one head as a lane has floats, one in each, so that the softmax never adds up across a lane. Each query's
/// numbers are the same bits whichever its neighbours are.
/// </summary>
internal static unsafe class LaneAttention
{
    /// <summary>Computes scores, softmax and mixed values.</summary>
    /// <param name="keys">Where they lie.</param>
    /// <param name="width">K.</param>
    /// <param name="queries">[K, Q], rotated and scaled for a softmax in base two. Q is <see cref="Lanes.Count"/>.</param>
    /// <param name="positions">[Q], rising whole numbers; every query sees the keys up to its own.</param>
    /// <param name="scores">Room for [T, Q].</param>
    /// <param name="maxima">[Q]; receives each query's largest score.</param>
    /// <param name="inverseSums">[Q]; receives one over the sum of each query's weights.</param>
    /// <param name="mixed">[Q, K rounded up to Q]; receives the mixed values, to be multiplied by the inverse sums.</param>
    internal static void Run(
        HeadKeys keys, int width, float* queries, float* positions, float* scores, float* maxima, float* inverseSums, float* mixed)
    {
        if (Lanes.Is512)
        {
            LaneAttention<Lane512>.Run(keys, width, queries, positions, scores, maxima, inverseSums, mixed);
        }
        else if (Lanes.Is256)
        {
            LaneAttention<Lane256>.Run(keys, width, queries, positions, scores, maxima, inverseSums, mixed);
        }
        else
        {
            LaneAttention<Lane128>.Run(keys, width, queries, positions, scores, maxima, inverseSums, mixed);
        }
    }
}

/// <summary>The same for lanes of one width.</summary>
internal static unsafe class LaneAttention<TLane>
    where TLane : struct, ILane<TLane>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(
        HeadKeys keys, int width, float* queries, float* positions, float* scores, float* maxima, float* inverseSums, float* mixed)
    {
        TLane seenUpTo = TLane.Load(positions) + TLane.Create(0.5f);
        int seenByAll = (int)positions[0];
        int visible = (int)positions[TLane.Count - 1] + 1;
        TLane largest = Products(keys.Keys, width, queries, seenUpTo, seenByAll, visible, scores);
        largest.Store(maxima);
        Weights(scores, largest, seenUpTo, seenByAll, visible).Store(inverseSums);
        int stride = Lanes.RoundUp(width, TLane.Count);
        for (int column = 0; column < stride; column += TLane.Count)
        {
            for (int query = 0; query < TLane.Count; query += 8)
            {
                Mix(scores + query, keys.Values, column, (int)positions[query + 7] + 1, mixed + (query * stride) + column, stride);
            }
        }
    }

    /// <summary>scores[j, r] = key j . query r, eight keys at a time; the lowest number where r does not see j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLane Products(float** keys, int width, float* queries, TLane seenUpTo, int seenByAll, int visible, float* scores)
    {
        TLane largest = TLane.Create(float.MinValue);
        int key = 0;
        for (; key + 8 <= visible; key += 8)
        {
            ProductsOfEight(keys + key, width, queries, scores + (key * TLane.Count));
            for (int j = key; j < key + 8; j++)
            {
                largest = TLane.Max(largest, Masked(scores, j, seenUpTo, seenByAll));
            }
        }

        for (; key < visible; key++)
        {
            float* row = keys[key];
            TLane score = default;
            for (int i = 0; i < width; i++)
            {
                score = TLane.MultiplyAdd(TLane.Load(queries + (i * TLane.Count)), TLane.Create(row[i]), score);
            }

            score.Store(scores + (key * TLane.Count));
            largest = TLane.Max(largest, Masked(scores, key, seenUpTo, seenByAll));
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductsOfEight(float** keys, int width, float* queries, float* scores)
    {
        float* k0 = keys[0], k1 = keys[1], k2 = keys[2], k3 = keys[3], k4 = keys[4], k5 = keys[5], k6 = keys[6], k7 = keys[7];
        TLane s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int i = 0; i < width; i++)
        {
            TLane query = TLane.Load(queries + (i * TLane.Count));
            s0 = TLane.MultiplyAdd(query, TLane.Create(k0[i]), s0);
            s1 = TLane.MultiplyAdd(query, TLane.Create(k1[i]), s1);
            s2 = TLane.MultiplyAdd(query, TLane.Create(k2[i]), s2);
            s3 = TLane.MultiplyAdd(query, TLane.Create(k3[i]), s3);
            s4 = TLane.MultiplyAdd(query, TLane.Create(k4[i]), s4);
            s5 = TLane.MultiplyAdd(query, TLane.Create(k5[i]), s5);
            s6 = TLane.MultiplyAdd(query, TLane.Create(k6[i]), s6);
            s7 = TLane.MultiplyAdd(query, TLane.Create(k7[i]), s7);
        }

        s0.Store(scores);
        s1.Store(scores + TLane.Count);
        s2.Store(scores + (2 * TLane.Count));
        s3.Store(scores + (3 * TLane.Count));
        s4.Store(scores + (4 * TLane.Count));
        s5.Store(scores + (5 * TLane.Count));
        s6.Store(scores + (6 * TLane.Count));
        s7.Store(scores + (7 * TLane.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Masked(float* scores, int key, TLane seenUpTo, int seenByAll)
    {
        TLane score = TLane.Load(scores + (key * TLane.Count));
        if (key > seenByAll)
        {
            score = TLane.WhereLess(TLane.Create(key), seenUpTo, score, TLane.Create(float.MinValue));
            score.Store(scores + (key * TLane.Count));
        }

        return score;
    }

    /// <summary>Replaces scores by two to the power of their distance from the largest, 0 where a query does not see the key.</summary>
    /// <returns>One over their sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLane Weights(float* scores, TLane maxima, TLane seenUpTo, int seenByAll, int visible)
    {
        TLane even = default, odd = default;
        for (int key = 0; key < visible; key++)
        {
            TLane weight = Elementary<TLane>.Exp2(TLane.Load(scores + (key * TLane.Count)) - maxima);
            weight = key > seenByAll ? TLane.WhereLess(TLane.Create(key), seenUpTo, weight, default) : weight;
            weight.Store(scores + (key * TLane.Count));
            (even, odd) = (odd, even + weight);
        }

        return TLane.Create(1) / (even + odd);
    }

    /// <summary>mixed[r] = sum over j of weights[j, r] * values[j], for eight queries and a lane of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(float* weights, float** values, int column, int visible, float* mixed, int stride)
    {
        TLane a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        for (int key = 0; key < visible; key++)
        {
            TLane value = TLane.Load(values[key] + column);
            a0 = TLane.MultiplyAdd(TLane.Create(weights[0]), value, a0);
            a1 = TLane.MultiplyAdd(TLane.Create(weights[1]), value, a1);
            a2 = TLane.MultiplyAdd(TLane.Create(weights[2]), value, a2);
            a3 = TLane.MultiplyAdd(TLane.Create(weights[3]), value, a3);
            a4 = TLane.MultiplyAdd(TLane.Create(weights[4]), value, a4);
            a5 = TLane.MultiplyAdd(TLane.Create(weights[5]), value, a5);
            a6 = TLane.MultiplyAdd(TLane.Create(weights[6]), value, a6);
            a7 = TLane.MultiplyAdd(TLane.Create(weights[7]), value, a7);
            weights += TLane.Count;
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
}
