using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>
/// The inner loops of attention on a block of query rows, as many as a lane has floats. Scores are kept transposed, one lane of queries
/// for each key, so that the softmax needs no sums across a lane. Results of a loop stay in registers, which is why rows are written
/// out: arrays of lanes would live in memory.
/// </summary>
internal static unsafe class AttentionTiles<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>scores[j, r] = sum over d of queries[d, r] * keys[j, d].</summary>
    /// <param name="queries">[width, block rows], transposed.</param>
    /// <param name="keys">[count, stride].</param>
    /// <param name="stride">Distance between two keys.</param>
    /// <param name="width">Dimensions to add up.</param>
    /// <param name="count">Keys, a multiple of <see cref="AttentionPlan.KeyGroup"/>.</param>
    /// <param name="scores">[count, block rows]; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Products(float* queries, float* keys, nint stride, int width, int count, float* scores)
    {
        int done = TLane.Count == 16 ? count / 16 * 16 : 0;
        int most = count / 8 * 8;
        ProductsOf16(queries, keys, stride, width, done, scores);
        ProductsOf8(queries, keys + (done * stride), stride, width, most - done, scores + (done * TLane.Count));
        ProductsOf4(queries, keys + (most * stride), stride, width, count - most, scores + (most * TLane.Count));
    }

    /// <summary>target[r] += sum over j of weights[j, r] * rows[j], for one lane of columns.</summary>
    /// <param name="weights">[count, block rows].</param>
    /// <param name="rows">[count, width]; one lane of columns is used.</param>
    /// <param name="width">Distance between two rows of <paramref name="rows"/> and of <paramref name="target"/>.</param>
    /// <param name="count">Rows to add.</param>
    /// <param name="target">[block rows, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Mix(float* weights, float* rows, nint width, int count, float* target)
    {
        if (TLane.Count == 16)
        {
            Mix16(weights, rows, width, count, target);
        }
        else
        {
            Mix8(weights, rows, width, count, target);
        }
    }

    /// <summary>target[j] += sum over r of weights[j, r] * rows[r], for one lane of columns.</summary>
    /// <param name="weights">[count, block rows].</param>
    /// <param name="rows">[block rows, width]; one lane of columns is used.</param>
    /// <param name="width">Distance between two rows of <paramref name="rows"/> and of <paramref name="target"/>.</param>
    /// <param name="count">Rows of <paramref name="target"/>.</param>
    /// <param name="target">[count, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Spread(float* weights, float* rows, nint width, int count, float* target)
    {
        if (TLane.Count == 16)
        {
            Spread16(weights, rows, width, count, target);
        }
        else
        {
            Spread8(weights, rows, width, count, target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductsOf16(float* queries, float* keys, nint stride, int width, int count, float* scores)
    {
        nint stride3 = 3 * stride;
        for (int j = 0; j < count; j += 16)
        {
            TLane a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
            TLane b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
            float* query = queries;
            float* key = keys;
            float* second = keys + (4 * stride);
            float* third = keys + (8 * stride);
            float* fourth = keys + (12 * stride);
            for (int d = 0; d < width; d++)
            {
                TLane q = TLane.Load(query);
                a0 = TLane.MultiplyAdd(TLane.Create(key[0]), q, a0);
                a1 = TLane.MultiplyAdd(TLane.Create(key[stride]), q, a1);
                a2 = TLane.MultiplyAdd(TLane.Create(key[2 * stride]), q, a2);
                a3 = TLane.MultiplyAdd(TLane.Create(key[stride3]), q, a3);
                a4 = TLane.MultiplyAdd(TLane.Create(second[0]), q, a4);
                a5 = TLane.MultiplyAdd(TLane.Create(second[stride]), q, a5);
                a6 = TLane.MultiplyAdd(TLane.Create(second[2 * stride]), q, a6);
                a7 = TLane.MultiplyAdd(TLane.Create(second[stride3]), q, a7);
                b0 = TLane.MultiplyAdd(TLane.Create(third[0]), q, b0);
                b1 = TLane.MultiplyAdd(TLane.Create(third[stride]), q, b1);
                b2 = TLane.MultiplyAdd(TLane.Create(third[2 * stride]), q, b2);
                b3 = TLane.MultiplyAdd(TLane.Create(third[stride3]), q, b3);
                b4 = TLane.MultiplyAdd(TLane.Create(fourth[0]), q, b4);
                b5 = TLane.MultiplyAdd(TLane.Create(fourth[stride]), q, b5);
                b6 = TLane.MultiplyAdd(TLane.Create(fourth[2 * stride]), q, b6);
                b7 = TLane.MultiplyAdd(TLane.Create(fourth[stride3]), q, b7);
                query += TLane.Count;
                key++;
                second++;
                third++;
                fourth++;
            }

            Store(a0, a1, a2, a3, a4, a5, a6, a7, scores, TLane.Count);
            Store(b0, b1, b2, b3, b4, b5, b6, b7, scores + (8 * TLane.Count), TLane.Count);
            keys += 16 * stride;
            scores += 16 * TLane.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductsOf8(float* queries, float* keys, nint stride, int width, int count, float* scores)
    {
        nint stride3 = 3 * stride;
        for (int j = 0; j < count; j += 8)
        {
            TLane a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
            float* query = queries;
            float* key = keys;
            float* second = keys + (4 * stride);
            for (int d = 0; d < width; d++)
            {
                TLane q = TLane.Load(query);
                a0 = TLane.MultiplyAdd(TLane.Create(key[0]), q, a0);
                a1 = TLane.MultiplyAdd(TLane.Create(key[stride]), q, a1);
                a2 = TLane.MultiplyAdd(TLane.Create(key[2 * stride]), q, a2);
                a3 = TLane.MultiplyAdd(TLane.Create(key[stride3]), q, a3);
                a4 = TLane.MultiplyAdd(TLane.Create(second[0]), q, a4);
                a5 = TLane.MultiplyAdd(TLane.Create(second[stride]), q, a5);
                a6 = TLane.MultiplyAdd(TLane.Create(second[2 * stride]), q, a6);
                a7 = TLane.MultiplyAdd(TLane.Create(second[stride3]), q, a7);
                query += TLane.Count;
                key++;
                second++;
            }

            Store(a0, a1, a2, a3, a4, a5, a6, a7, scores, TLane.Count);
            keys += 8 * stride;
            scores += 8 * TLane.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductsOf4(float* queries, float* keys, nint stride, int width, int count, float* scores)
    {
        nint stride3 = 3 * stride;
        for (int j = 0; j < count; j += 4)
        {
            TLane a0 = default, a1 = default, a2 = default, a3 = default;
            float* query = queries;
            float* key = keys;
            for (int d = 0; d < width; d++)
            {
                TLane q = TLane.Load(query);
                a0 = TLane.MultiplyAdd(TLane.Create(key[0]), q, a0);
                a1 = TLane.MultiplyAdd(TLane.Create(key[stride]), q, a1);
                a2 = TLane.MultiplyAdd(TLane.Create(key[2 * stride]), q, a2);
                a3 = TLane.MultiplyAdd(TLane.Create(key[stride3]), q, a3);
                query += TLane.Count;
                key++;
            }

            Store(a0, a1, a2, a3, scores, TLane.Count);
            keys += 4 * stride;
            scores += 4 * TLane.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix16(float* weights, float* rows, nint width, int count, float* target)
    {
        float* low = target + (8 * width);
        TLane a0 = TLane.Load(target), a1 = TLane.Load(target + width);
        TLane a2 = TLane.Load(target + (2 * width)), a3 = TLane.Load(target + (3 * width));
        TLane a4 = TLane.Load(target + (4 * width)), a5 = TLane.Load(target + (5 * width));
        TLane a6 = TLane.Load(target + (6 * width)), a7 = TLane.Load(target + (7 * width));
        TLane b0 = TLane.Load(low), b1 = TLane.Load(low + width);
        TLane b2 = TLane.Load(low + (2 * width)), b3 = TLane.Load(low + (3 * width));
        TLane b4 = TLane.Load(low + (4 * width)), b5 = TLane.Load(low + (5 * width));
        TLane b6 = TLane.Load(low + (6 * width)), b7 = TLane.Load(low + (7 * width));
        for (int j = 0; j < count; j++)
        {
            TLane row = TLane.Load(rows);
            a0 = TLane.MultiplyAdd(TLane.Create(weights[0]), row, a0);
            a1 = TLane.MultiplyAdd(TLane.Create(weights[1]), row, a1);
            a2 = TLane.MultiplyAdd(TLane.Create(weights[2]), row, a2);
            a3 = TLane.MultiplyAdd(TLane.Create(weights[3]), row, a3);
            a4 = TLane.MultiplyAdd(TLane.Create(weights[4]), row, a4);
            a5 = TLane.MultiplyAdd(TLane.Create(weights[5]), row, a5);
            a6 = TLane.MultiplyAdd(TLane.Create(weights[6]), row, a6);
            a7 = TLane.MultiplyAdd(TLane.Create(weights[7]), row, a7);
            b0 = TLane.MultiplyAdd(TLane.Create(weights[8]), row, b0);
            b1 = TLane.MultiplyAdd(TLane.Create(weights[9]), row, b1);
            b2 = TLane.MultiplyAdd(TLane.Create(weights[10]), row, b2);
            b3 = TLane.MultiplyAdd(TLane.Create(weights[11]), row, b3);
            b4 = TLane.MultiplyAdd(TLane.Create(weights[12]), row, b4);
            b5 = TLane.MultiplyAdd(TLane.Create(weights[13]), row, b5);
            b6 = TLane.MultiplyAdd(TLane.Create(weights[14]), row, b6);
            b7 = TLane.MultiplyAdd(TLane.Create(weights[15]), row, b7);
            rows += width;
            weights += TLane.Count;
        }

        Store(a0, a1, a2, a3, a4, a5, a6, a7, target, width);
        Store(b0, b1, b2, b3, b4, b5, b6, b7, low, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix8(float* weights, float* rows, nint width, int count, float* target)
    {
        TLane a0 = TLane.Load(target), a1 = TLane.Load(target + width);
        TLane a2 = TLane.Load(target + (2 * width)), a3 = TLane.Load(target + (3 * width));
        TLane a4 = TLane.Load(target + (4 * width)), a5 = TLane.Load(target + (5 * width));
        TLane a6 = TLane.Load(target + (6 * width)), a7 = TLane.Load(target + (7 * width));
        for (int j = 0; j < count; j++)
        {
            TLane row = TLane.Load(rows);
            a0 = TLane.MultiplyAdd(TLane.Create(weights[0]), row, a0);
            a1 = TLane.MultiplyAdd(TLane.Create(weights[1]), row, a1);
            a2 = TLane.MultiplyAdd(TLane.Create(weights[2]), row, a2);
            a3 = TLane.MultiplyAdd(TLane.Create(weights[3]), row, a3);
            a4 = TLane.MultiplyAdd(TLane.Create(weights[4]), row, a4);
            a5 = TLane.MultiplyAdd(TLane.Create(weights[5]), row, a5);
            a6 = TLane.MultiplyAdd(TLane.Create(weights[6]), row, a6);
            a7 = TLane.MultiplyAdd(TLane.Create(weights[7]), row, a7);
            rows += width;
            weights += TLane.Count;
        }

        Store(a0, a1, a2, a3, a4, a5, a6, a7, target, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread16(float* weights, float* rows, nint width, int count, float* target)
    {
        float* low = rows + (8 * width);
        TLane r0 = TLane.Load(rows), r1 = TLane.Load(rows + width);
        TLane r2 = TLane.Load(rows + (2 * width)), r3 = TLane.Load(rows + (3 * width));
        TLane r4 = TLane.Load(rows + (4 * width)), r5 = TLane.Load(rows + (5 * width));
        TLane r6 = TLane.Load(rows + (6 * width)), r7 = TLane.Load(rows + (7 * width));
        TLane r8 = TLane.Load(low), r9 = TLane.Load(low + width);
        TLane r10 = TLane.Load(low + (2 * width)), r11 = TLane.Load(low + (3 * width));
        TLane r12 = TLane.Load(low + (4 * width)), r13 = TLane.Load(low + (5 * width));
        TLane r14 = TLane.Load(low + (6 * width)), r15 = TLane.Load(low + (7 * width));
        for (int j = 0; j < count; j++)
        {
            // Two sums, so that the additions of one need not wait for those of the other.
            TLane first = TLane.MultiplyAdd(TLane.Create(weights[0]), r0, TLane.Load(target));
            TLane second = TLane.Create(weights[8]) * r8;
            first = TLane.MultiplyAdd(TLane.Create(weights[1]), r1, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[9]), r9, second);
            first = TLane.MultiplyAdd(TLane.Create(weights[2]), r2, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[10]), r10, second);
            first = TLane.MultiplyAdd(TLane.Create(weights[3]), r3, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[11]), r11, second);
            first = TLane.MultiplyAdd(TLane.Create(weights[4]), r4, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[12]), r12, second);
            first = TLane.MultiplyAdd(TLane.Create(weights[5]), r5, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[13]), r13, second);
            first = TLane.MultiplyAdd(TLane.Create(weights[6]), r6, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[14]), r14, second);
            first = TLane.MultiplyAdd(TLane.Create(weights[7]), r7, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[15]), r15, second);
            (first + second).Store(target);
            target += width;
            weights += TLane.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread8(float* weights, float* rows, nint width, int count, float* target)
    {
        TLane r0 = TLane.Load(rows), r1 = TLane.Load(rows + width);
        TLane r2 = TLane.Load(rows + (2 * width)), r3 = TLane.Load(rows + (3 * width));
        TLane r4 = TLane.Load(rows + (4 * width)), r5 = TLane.Load(rows + (5 * width));
        TLane r6 = TLane.Load(rows + (6 * width)), r7 = TLane.Load(rows + (7 * width));
        for (int j = 0; j < count; j++)
        {
            // Two sums, so that the additions of one need not wait for those of the other.
            TLane first = TLane.MultiplyAdd(TLane.Create(weights[0]), r0, TLane.Load(target));
            TLane second = TLane.Create(weights[4]) * r4;
            first = TLane.MultiplyAdd(TLane.Create(weights[1]), r1, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[5]), r5, second);
            first = TLane.MultiplyAdd(TLane.Create(weights[2]), r2, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[6]), r6, second);
            first = TLane.MultiplyAdd(TLane.Create(weights[3]), r3, first);
            second = TLane.MultiplyAdd(TLane.Create(weights[7]), r7, second);
            (first + second).Store(target);
            target += width;
            weights += TLane.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        TLane a0, TLane a1, TLane a2, TLane a3, TLane a4, TLane a5, TLane a6, TLane a7, float* target, nint stride)
    {
        Store(a0, a1, a2, a3, target, stride);
        Store(a4, a5, a6, a7, target + (4 * stride), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLane a0, TLane a1, TLane a2, TLane a3, float* target, nint stride)
    {
        a0.Store(target);
        a1.Store(target + stride);
        a2.Store(target + (2 * stride));
        a3.Store(target + (3 * stride));
    }
}
