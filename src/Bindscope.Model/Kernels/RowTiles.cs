using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bindscope.Model.Kernels;

/// <summary>
/// The inner loops of attention on eight query rows whose scores lie along the keys, for callers that read and change single queries'
/// scores. All results of a loop stay in registers, which is why the eight rows are written out.
/// </summary>
internal static unsafe class RowTiles
{
    /// <summary>Products of eight query rows with the first keys: scores[r, j] = sum over d of queries[d, r] * keys[d, j].</summary>
    /// <param name="queries">[width, 8], transposed.</param>
    /// <param name="keys">[width, columns], transposed, so that one vector holds the same dimension of sixteen keys.</param>
    /// <param name="columns">Distance between two rows of <paramref name="keys"/>.</param>
    /// <param name="width">Dimensions to add up.</param>
    /// <param name="groups">Groups of sixteen keys.</param>
    /// <param name="scores">[8, stride], receives the first 16*groups columns.</param>
    /// <param name="stride">Distance between two rows of <paramref name="scores"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Products(float* queries, float* keys, nint columns, int width, int groups, float* scores, nint stride)
    {
        int group = 0;
        for (; group + 2 <= groups; group += 2)
        {
            ProductsOfTwoGroups(queries, keys + group * 16, columns, width, scores + group * 16, stride);
        }
        if (group < groups)
        {
            ProductsOfOneGroup(queries, keys + group * 16, columns, width, scores + group * 16, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductsOfTwoGroups(float* queries, float* keys, nint columns, int width, float* scores, nint stride)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        for (int d = 0; d < width; d++)
        {
            Vector512<float> first = Vector512.Load(keys);
            Vector512<float> second = Vector512.Load(keys + 16);
            Vector512<float> query = Vector512.Create(queries[0]);
            a0 = Vector512.FusedMultiplyAdd(query, first, a0);
            b0 = Vector512.FusedMultiplyAdd(query, second, b0);
            query = Vector512.Create(queries[1]);
            a1 = Vector512.FusedMultiplyAdd(query, first, a1);
            b1 = Vector512.FusedMultiplyAdd(query, second, b1);
            query = Vector512.Create(queries[2]);
            a2 = Vector512.FusedMultiplyAdd(query, first, a2);
            b2 = Vector512.FusedMultiplyAdd(query, second, b2);
            query = Vector512.Create(queries[3]);
            a3 = Vector512.FusedMultiplyAdd(query, first, a3);
            b3 = Vector512.FusedMultiplyAdd(query, second, b3);
            query = Vector512.Create(queries[4]);
            a4 = Vector512.FusedMultiplyAdd(query, first, a4);
            b4 = Vector512.FusedMultiplyAdd(query, second, b4);
            query = Vector512.Create(queries[5]);
            a5 = Vector512.FusedMultiplyAdd(query, first, a5);
            b5 = Vector512.FusedMultiplyAdd(query, second, b5);
            query = Vector512.Create(queries[6]);
            a6 = Vector512.FusedMultiplyAdd(query, first, a6);
            b6 = Vector512.FusedMultiplyAdd(query, second, b6);
            query = Vector512.Create(queries[7]);
            a7 = Vector512.FusedMultiplyAdd(query, first, a7);
            b7 = Vector512.FusedMultiplyAdd(query, second, b7);
            keys += columns;
            queries += 8;
        }
        AttentionTiles.StoreEight(a0, a1, a2, a3, a4, a5, a6, a7, scores, stride);
        AttentionTiles.StoreEight(b0, b1, b2, b3, b4, b5, b6, b7, scores + 16, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductsOfOneGroup(float* queries, float* keys, nint columns, int width, float* scores, nint stride)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        for (int d = 0; d < width; d++)
        {
            Vector512<float> key = Vector512.Load(keys);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(queries[0]), key, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(queries[1]), key, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(queries[2]), key, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(queries[3]), key, a3);
            a4 = Vector512.FusedMultiplyAdd(Vector512.Create(queries[4]), key, a4);
            a5 = Vector512.FusedMultiplyAdd(Vector512.Create(queries[5]), key, a5);
            a6 = Vector512.FusedMultiplyAdd(Vector512.Create(queries[6]), key, a6);
            a7 = Vector512.FusedMultiplyAdd(Vector512.Create(queries[7]), key, a7);
            keys += columns;
            queries += 8;
        }
        AttentionTiles.StoreEight(a0, a1, a2, a3, a4, a5, a6, a7, scores, stride);
    }

    /// <summary>Adds to eight rows of sixteen results: target[r] += sum over j of weights[r, j] * rows[j].</summary>
    /// <param name="weights">[8, stride].</param>
    /// <param name="stride">Distance between two rows of <paramref name="weights"/>.</param>
    /// <param name="rows">[count, width]; sixteen columns are used.</param>
    /// <param name="width">Distance between two rows of <paramref name="rows"/> and of <paramref name="target"/>.</param>
    /// <param name="count">Rows to add.</param>
    /// <param name="target">[8, width]; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(float* weights, nint stride, float* rows, nint width, int count, float* target)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        float* lower = weights + 4 * stride;
        nint stride3 = 3 * stride;
        for (int j = 0; j < count; j++)
        {
            Vector512<float> row = Vector512.Load(rows);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[0]), row, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[stride]), row, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[2 * stride]), row, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(weights[stride3]), row, a3);
            a4 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[0]), row, a4);
            a5 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[stride]), row, a5);
            a6 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[2 * stride]), row, a6);
            a7 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[stride3]), row, a7);
            rows += width;
            weights++;
            lower++;
        }
        AttentionTiles.StoreEight(a0, a1, a2, a3, a4, a5, a6, a7, target, width);
    }
}
