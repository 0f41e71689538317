using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bindscope.Torch.Kernels;

/// <summary>
/// The inner loops of matrix products: eight rows by thirty-two columns of the result, which stay in sixteen registers while the inner
/// dimension is walked through once.
/// </summary>
internal static unsafe class MatrixTiles
{
    public const int Rows = 8;

    public const int Columns = 32;

    /// <summary>target[r, c] = start[c] + sum over d of left[r, d] * panel[d, c].</summary>
    /// <param name="left">[8, depth], rows at distances of <paramref name="leftStride"/>.</param>
    /// <param name="leftStride">Floats.</param>
    /// <param name="panel">[depth, 32], dense.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="start">[32].</param>
    /// <param name="target">[8, 32], rows at distances of <paramref name="targetStride"/>; overwritten.</param>
    /// <param name="targetStride">Floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product(float* left, nint leftStride, float* panel, int depth, float* start, float* target, nint targetStride)
    {
        Vector512<float> a0 = Vector512.Load(start), b0 = Vector512.Load(start + 16);
        Vector512<float> a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
        Vector512<float> b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0, b6 = b0, b7 = b0;
        float* lower = left + 4 * leftStride;
        nint stride3 = 3 * leftStride;
        for (int d = 0; d < depth; d++)
        {
            Vector512<float> first = Vector512.Load(panel);
            Vector512<float> second = Vector512.Load(panel + 16);
            Vector512<float> factor = Vector512.Create(left[0]);
            a0 = Vector512.FusedMultiplyAdd(factor, first, a0);
            b0 = Vector512.FusedMultiplyAdd(factor, second, b0);
            factor = Vector512.Create(left[leftStride]);
            a1 = Vector512.FusedMultiplyAdd(factor, first, a1);
            b1 = Vector512.FusedMultiplyAdd(factor, second, b1);
            factor = Vector512.Create(left[2 * leftStride]);
            a2 = Vector512.FusedMultiplyAdd(factor, first, a2);
            b2 = Vector512.FusedMultiplyAdd(factor, second, b2);
            factor = Vector512.Create(left[stride3]);
            a3 = Vector512.FusedMultiplyAdd(factor, first, a3);
            b3 = Vector512.FusedMultiplyAdd(factor, second, b3);
            factor = Vector512.Create(lower[0]);
            a4 = Vector512.FusedMultiplyAdd(factor, first, a4);
            b4 = Vector512.FusedMultiplyAdd(factor, second, b4);
            factor = Vector512.Create(lower[leftStride]);
            a5 = Vector512.FusedMultiplyAdd(factor, first, a5);
            b5 = Vector512.FusedMultiplyAdd(factor, second, b5);
            factor = Vector512.Create(lower[2 * leftStride]);
            a6 = Vector512.FusedMultiplyAdd(factor, first, a6);
            b6 = Vector512.FusedMultiplyAdd(factor, second, b6);
            factor = Vector512.Create(lower[stride3]);
            a7 = Vector512.FusedMultiplyAdd(factor, first, a7);
            b7 = Vector512.FusedMultiplyAdd(factor, second, b7);
            panel += Columns;
            left++;
            lower++;
        }
        AttentionTiles.StoreEight(a0, a1, a2, a3, a4, a5, a6, a7, target, targetStride);
        AttentionTiles.StoreEight(b0, b1, b2, b3, b4, b5, b6, b7, target + 16, targetStride);
    }

    /// <summary>target[r, c] += sum over d of left[d, r] * right[d, c].</summary>
    /// <param name="left">[depth, 8], at distances of <paramref name="leftStride"/>.</param>
    /// <param name="leftStride">Floats.</param>
    /// <param name="right">[depth, 32], at distances of <paramref name="rightStride"/>.</param>
    /// <param name="rightStride">Floats, also between the rows of <paramref name="target"/>.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="target">[8, 32].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProductOfTransposed(float* left, nint leftStride, float* right, nint rightStride, int depth, float* target)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        for (int d = 0; d < depth; d++)
        {
            Vector512<float> first = Vector512.Load(right);
            Vector512<float> second = Vector512.Load(right + 16);
            Vector512<float> factor = Vector512.Create(left[0]);
            a0 = Vector512.FusedMultiplyAdd(factor, first, a0);
            b0 = Vector512.FusedMultiplyAdd(factor, second, b0);
            factor = Vector512.Create(left[1]);
            a1 = Vector512.FusedMultiplyAdd(factor, first, a1);
            b1 = Vector512.FusedMultiplyAdd(factor, second, b1);
            factor = Vector512.Create(left[2]);
            a2 = Vector512.FusedMultiplyAdd(factor, first, a2);
            b2 = Vector512.FusedMultiplyAdd(factor, second, b2);
            factor = Vector512.Create(left[3]);
            a3 = Vector512.FusedMultiplyAdd(factor, first, a3);
            b3 = Vector512.FusedMultiplyAdd(factor, second, b3);
            factor = Vector512.Create(left[4]);
            a4 = Vector512.FusedMultiplyAdd(factor, first, a4);
            b4 = Vector512.FusedMultiplyAdd(factor, second, b4);
            factor = Vector512.Create(left[5]);
            a5 = Vector512.FusedMultiplyAdd(factor, first, a5);
            b5 = Vector512.FusedMultiplyAdd(factor, second, b5);
            factor = Vector512.Create(left[6]);
            a6 = Vector512.FusedMultiplyAdd(factor, first, a6);
            b6 = Vector512.FusedMultiplyAdd(factor, second, b6);
            factor = Vector512.Create(left[7]);
            a7 = Vector512.FusedMultiplyAdd(factor, first, a7);
            b7 = Vector512.FusedMultiplyAdd(factor, second, b7);
            left += leftStride;
            right += rightStride;
        }
        AddEight(a0, a1, a2, a3, a4, a5, a6, a7, target, rightStride);
        AddEight(b0, b1, b2, b3, b4, b5, b6, b7, target + 16, rightStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddEight(
        Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3,
        Vector512<float> a4, Vector512<float> a5, Vector512<float> a6, Vector512<float> a7, float* target, nint stride) =>
        AttentionTiles.StoreEight(
            a0 + Vector512.Load(target), a1 + Vector512.Load(target + stride), a2 + Vector512.Load(target + 2 * stride),
            a3 + Vector512.Load(target + 3 * stride), a4 + Vector512.Load(target + 4 * stride), a5 + Vector512.Load(target + 5 * stride),
            a6 + Vector512.Load(target + 6 * stride), a7 + Vector512.Load(target + 7 * stride), target, stride);
}
