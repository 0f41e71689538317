using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bindscope.Torch.Kernels;

/// <summary>
/// The inner loops of attention on a block of sixteen query rows. Scores are kept transposed, one vector of sixteen queries for each key,
/// so that the softmax needs no sums across a vector. Results of a loop stay in registers, which is why rows are written out: arrays of
/// vectors would live in memory.
/// </summary>
internal static unsafe class AttentionTiles
{
    private const int Lanes = AttentionPlan.BlockRows;

    /// <summary>scores[j, r] = sum over d of queries[d, r] * keys[j, d].</summary>
    /// <param name="queries">[width, 16], transposed.</param>
    /// <param name="keys">[count, stride].</param>
    /// <param name="stride">Distance between two keys.</param>
    /// <param name="width">Dimensions to add up.</param>
    /// <param name="count">Keys, a multiple of 8.</param>
    /// <param name="scores">[count, 16]; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Products(float* queries, float* keys, nint stride, int width, int count, float* scores)
    {
        nint stride3 = 3 * stride;
        for (int j = 0; j < count; j += AttentionPlan.KeyGroup)
        {
            Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
            float* query = queries;
            float* upper = keys;
            float* lower = keys + 4 * stride;
            for (int d = 0; d < width; d++)
            {
                Vector512<float> q = Vector512.Load(query);
                a0 = Vector512.FusedMultiplyAdd(Vector512.Create(upper[0]), q, a0);
                a1 = Vector512.FusedMultiplyAdd(Vector512.Create(upper[stride]), q, a1);
                a2 = Vector512.FusedMultiplyAdd(Vector512.Create(upper[2 * stride]), q, a2);
                a3 = Vector512.FusedMultiplyAdd(Vector512.Create(upper[stride3]), q, a3);
                a4 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[0]), q, a4);
                a5 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[stride]), q, a5);
                a6 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[2 * stride]), q, a6);
                a7 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[stride3]), q, a7);
                query += Lanes;
                upper++;
                lower++;
            }
            StoreEight(a0, a1, a2, a3, a4, a5, a6, a7, scores, Lanes);
            keys += AttentionPlan.KeyGroup * stride;
            scores += AttentionPlan.KeyGroup * Lanes;
        }
    }

    /// <summary>target[r] += sum over j of weights[j, r] * rows[j], for sixteen columns.</summary>
    /// <param name="weights">[count, 16].</param>
    /// <param name="rows">[count, width]; sixteen columns are used.</param>
    /// <param name="width">Distance between two rows of <paramref name="rows"/> and of <paramref name="target"/>.</param>
    /// <param name="count">Rows to add.</param>
    /// <param name="target">[16, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(float* weights, float* rows, nint width, int count, float* target)
    {
        float* low = target + 8 * width;
        Vector512<float> a0 = Vector512.Load(target), a1 = Vector512.Load(target + width);
        Vector512<float> a2 = Vector512.Load(target + 2 * width), a3 = Vector512.Load(target + 3 * width);
        Vector512<float> a4 = Vector512.Load(target + 4 * width), a5 = Vector512.Load(target + 5 * width);
        Vector512<float> a6 = Vector512.Load(target + 6 * width), a7 = Vector512.Load(target + 7 * width);
        Vector512<float> b0 = Vector512.Load(low), b1 = Vector512.Load(low + width);
        Vector512<float> b2 = Vector512.Load(low + 2 * width), b3 = Vector512.Load(low + 3 * width);
        Vector512<float> b4 = Vector512.Load(low + 4 * width), b5 = Vector512.Load(low + 5 * width);
        Vector512<float> b6 = Vector512.Load(low + 6 * width), b7 = Vector512.Load(low + 7 * width);
        for (int j = 0; j < count; j++)
        {
            Vector512<float> row = Vector512.Load(rows);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[0]), row, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[1]), row, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[2]), row, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[3]), row, a3);
            a4 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[4]), row, a4);
            a5 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[5]), row, a5);
            a6 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[6]), row, a6);
            a7 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[7]), row, a7);
            b0 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[8]), row, b0);
            b1 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[9]), row, b1);
            b2 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[10]), row, b2);
            b3 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[11]), row, b3);
            b4 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[12]), row, b4);
            b5 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[13]), row, b5);
            b6 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[14]), row, b6);
            b7 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[15]), row, b7);
            rows += width;
            weights += Lanes;
        }
        StoreEight(a0, a1, a2, a3, a4, a5, a6, a7, target, width);
        StoreEight(b0, b1, b2, b3, b4, b5, b6, b7, low, width);
    }

    /// <summary>target[j] += sum over r of weights[j, r] * rows[r], for sixteen columns.</summary>
    /// <param name="weights">[count, 16].</param>
    /// <param name="rows">[16, width]; sixteen columns are used.</param>
    /// <param name="width">Distance between two rows of <paramref name="rows"/> and of <paramref name="target"/>.</param>
    /// <param name="count">Rows of <paramref name="target"/>.</param>
    /// <param name="target">[count, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread(float* weights, float* rows, nint width, int count, float* target)
    {
        float* low = rows + 8 * width;
        Vector512<float> r0 = Vector512.Load(rows), r1 = Vector512.Load(rows + width);
        Vector512<float> r2 = Vector512.Load(rows + 2 * width), r3 = Vector512.Load(rows + 3 * width);
        Vector512<float> r4 = Vector512.Load(rows + 4 * width), r5 = Vector512.Load(rows + 5 * width);
        Vector512<float> r6 = Vector512.Load(rows + 6 * width), r7 = Vector512.Load(rows + 7 * width);
        Vector512<float> r8 = Vector512.Load(low), r9 = Vector512.Load(low + width);
        Vector512<float> r10 = Vector512.Load(low + 2 * width), r11 = Vector512.Load(low + 3 * width);
        Vector512<float> r12 = Vector512.Load(low + 4 * width), r13 = Vector512.Load(low + 5 * width);
        Vector512<float> r14 = Vector512.Load(low + 6 * width), r15 = Vector512.Load(low + 7 * width);
        for (int j = 0; j < count; j++)
        {
            // Two sums, so that the additions of one need not wait for those of the other.
            Vector512<float> first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[0]), r0, Vector512.Load(target));
            Vector512<float> second = Vector512.Create(weights[8]) * r8;
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[1]), r1, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(weights[9]), r9, second);
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[2]), r2, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(weights[10]), r10, second);
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[3]), r3, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(weights[11]), r11, second);
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[4]), r4, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(weights[12]), r12, second);
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[5]), r5, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(weights[13]), r13, second);
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[6]), r6, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(weights[14]), r14, second);
            first = Vector512.FusedMultiplyAdd(Vector512.Create(weights[7]), r7, first);
            second = Vector512.FusedMultiplyAdd(Vector512.Create(weights[15]), r15, second);
            (first + second).Store(target);
            target += width;
            weights += Lanes;
        }
    }

    /// <summary>Stores eight vectors at distances of <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEight(
        Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3,
        Vector512<float> a4, Vector512<float> a5, Vector512<float> a6, Vector512<float> a7, float* target, nint stride)
    {
        a0.Store(target);
        a1.Store(target + stride);
        a2.Store(target + 2 * stride);
        a3.Store(target + 3 * stride);
        a4.Store(target + 4 * stride);
        a5.Store(target + 5 * stride);
        a6.Store(target + 6 * stride);
        a7.Store(target + 7 * stride);
    }
}
