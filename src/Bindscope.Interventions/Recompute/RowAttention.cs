using System.Runtime.Intrinsics;
using Bindscope.Model;
using Bindscope.Model.Kernels;

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
        HeadKeys keys, int width, float* query, int position, int head, in PatternTaps taps, float* scores, float* target)
    {
        int visible = position + 1;
        for (int key = 0; key < visible; key++)
        {
            scores[key] = Product(query, keys.Keys[key], width);
        }

        var row = new Span<float>(scores, visible);
        bool tapped = taps.Wants(position, head);
        if (tapped)
        {
            Scale(row, NaturalUnit);
            taps.Visit(SiteKind.AttentionScores, position, head, row);
            Scale(row, 1 / NaturalUnit);
        }

        (float maximum, float inverseSum) = Softmax(scores, visible);
        Scale(row, inverseSum);
        if (tapped)
        {
            taps.Visit(SiteKind.AttentionPattern, position, head, row);
        }

        Mix(keys.Values, scores, visible, width, target);
        return (maximum, inverseSum);
    }

    private static float Product(float* a, float* b, int width)
    {
        if (width % 16 == 0)
        {
            Vector512<float> products = Vector512.Load(a) * Vector512.Load(b);
            for (int i = 16; i < width; i += 16)
            {
                products = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), products);
            }

            return Lanes.Sum(products);
        }

        float sum = 0;
        for (int i = 0; i < width; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>Two to the power of each score's distance from the largest.</summary>
    private static (float Maximum, float InverseSum) Softmax(float* scores, int visible)
    {
        int last = (visible - 1) / 16 * 16;
        Vector512<float> inRest = Vector512.LessThan(Lanes.Index, Vector512.Create(visible - last)).AsSingle();
        Vector512<float> largest = Vector512.ConditionalSelect(inRest, Vector512.Load(scores + last), Vector512.Create(float.MinValue));
        for (int i = 0; i < last; i += 16)
        {
            largest = Vector512.Max(largest, Vector512.Load(scores + i));
        }

        float maximum = Lanes.Maximum(largest);
        Vector512<float> sum = Vector512.BitwiseAnd(Lanes.Exp2(Vector512.Load(scores + last) - Vector512.Create(maximum)), inRest);
        sum.Store(scores + last);
        for (int i = 0; i < last; i += 16)
        {
            Vector512<float> power = Lanes.Exp2(Vector512.Load(scores + i) - Vector512.Create(maximum));
            power.Store(scores + i);
            sum += power;
        }

        return (maximum, 1 / Lanes.Sum(sum));
    }

    private static void Mix(float** values, float* weights, int visible, int width, float* target)
    {
        int column = 0;
        for (; column + 16 <= width; column += 16)
        {
            Vector512<float> even = default, odd = default;
            for (int key = 0; key < visible; key++)
            {
                Vector512<float> next = Vector512.FusedMultiplyAdd(
                    Vector512.Create(weights[key]), Vector512.Load(values[key] + column), even);
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

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref float value in values)
        {
            value *= factor;
        }
    }
}
