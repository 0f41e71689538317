using System.Runtime.CompilerServices;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>Attention of one query of one head, whose scores and pattern may be looked at and changed on the way.</summary>
internal static unsafe class RowAttention
{
    private const float NaturalUnit = 0.693147180559945309f;

    /// <summary>Computes a query's mixed value.</summary>
    /// <param name="keys">Where keys and values lie.</param>
    /// <param name="width">K.</param>
    /// <param name="query">[K], rotated and scaled for a softmax in base two.</param>
    /// <param name="position">The query's; it sees the keys up to it.</param>
    /// <param name="head">0-based.</param>
    /// <param name="taps">What looks at scores and pattern and changes them.</param>
    /// <param name="scores">Room for T numbers, rounded up to 16.</param>
    /// <param name="target">[K], receives the mixed value.</param>
    /// <returns>The largest score, and one over the sum of the weights.</returns>
    internal static (float Maximum, float InverseSum) Run(
        HeadKeys keys, int width, float* query, int position, int head, in PatternTaps taps, float* scores, float* target) =>
        Lanes.Is512 ? Run<Lane512>(keys, width, query, position, head, taps, scores, target)
        : Lanes.Is256 ? Run<Lane256>(keys, width, query, position, head, taps, scores, target)
        : Run<Lane128>(keys, width, query, position, head, taps, scores, target);

    private static (float Maximum, float InverseSum) Run<TLane>(
        HeadKeys keys, int width, float* query, int position, int head, in PatternTaps taps, float* scores, float* target)
        where TLane : struct, ILane<TLane>
    {
        int visible = position + 1;
        Products<TLane>(keys.Keys, width, query, visible, scores);
        var row = new Span<float>(scores, visible);
        bool tapped = taps.Wants(position, head);
        if (tapped)
        {
            Rows<TLane>.Scale(scores, NaturalUnit, scores, visible);
            taps.Visit(SiteKind.AttentionScores, position, head, row);
            Rows<TLane>.Scale(scores, 1 / NaturalUnit, scores, visible);
        }

        (float maximum, float inverseSum) = Softmax<TLane>(scores, visible);
        Rows<TLane>.Scale(scores, inverseSum, scores, visible);
        if (tapped)
        {
            taps.Visit(SiteKind.AttentionPattern, position, head, row);
        }

        Mix<TLane>(keys.Values, scores, visible, width, target);
        return (maximum, inverseSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Products<TLane>(float** keys, int width, float* query, int visible, float* scores)
        where TLane : struct, ILane<TLane>
    {
        if (width % TLane.Count > 0)
        {
            for (int key = 0; key < visible; key++)
            {
                scores[key] = Rows<TLane>.Dot(query, keys[key], width);
            }

            return;
        }

        for (int key = 0; key < visible; key++)
        {
            TLane products = TLane.Load(query) * TLane.Load(keys[key]);
            for (int i = TLane.Count; i < width; i += TLane.Count)
            {
                products = TLane.MultiplyAdd(TLane.Load(query + i), TLane.Load(keys[key] + i), products);
            }

            scores[key] = TLane.Sum(products);
        }
    }

    /// <summary>Two to the power of each score's distance from the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Maximum, float InverseSum) Softmax<TLane>(float* scores, int visible)
        where TLane : struct, ILane<TLane>
    {
        int last = (visible - 1) / TLane.Count * TLane.Count;
        TLane rest = TLane.Create(visible - last);
        TLane largest = TLane.WhereLess(TLane.Indices, rest, TLane.Load(scores + last), TLane.Create(float.MinValue));
        for (int i = 0; i < last; i += TLane.Count)
        {
            largest = TLane.Max(largest, TLane.Load(scores + i));
        }

        float maximum = TLane.Max(largest);
        TLane maxima = TLane.Create(maximum);
        TLane sum = TLane.WhereLess(TLane.Indices, rest, Elementary<TLane>.Exp2(TLane.Load(scores + last) - maxima), default);
        sum.Store(scores + last);
        for (int i = 0; i < last; i += TLane.Count)
        {
            TLane power = Elementary<TLane>.Exp2(TLane.Load(scores + i) - maxima);
            power.Store(scores + i);
            sum += power;
        }

        return (maximum, 1 / TLane.Sum(sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix<TLane>(float** values, float* weights, int visible, int width, float* target)
        where TLane : struct, ILane<TLane>
    {
        int column = 0;
        for (; column + TLane.Count <= width; column += TLane.Count)
        {
            TLane even = default, odd = default;
            for (int key = 0; key < visible; key++)
            {
                TLane next = TLane.MultiplyAdd(TLane.Create(weights[key]), TLane.Load(values[key] + column), even);
                (even, odd) = (odd, next);
            }

            (even + odd).Store(target + column);
        }

        for (; column < width; column++)
        {
            float sum = 0;
            for (int key = 0; key < visible; key++)
            {
                sum += weights[key] * values[key][column];
            }

            target[column] = sum;
        }
    }
}
