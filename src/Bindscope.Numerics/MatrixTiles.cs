using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>
/// The inner loops of matrix products: eight rows by two lanes of the result, which stay in registers while the inner dimension is walked through
/// once; six of narrower lanes, of which there are 16 registers, and four of those that take two registers each. Rows are written out: arrays of
/// lanes would live in memory. A result is the same chain of additions in a tile of any size.
/// </summary>
internal static unsafe class MatrixTiles<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Rows of a tile.</summary>
    internal static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TLane) == typeof(Lane512) ? 8 : typeof(TLane) == typeof(Lane256) ? 6 : 4;
    }

    /// <summary>Columns of a tile.</summary>
    internal static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TLane.Count;
    }

    /// <summary>target[r, c] = start[r, c] + sum over d of left[r, d] * panel[d, c].</summary>
    /// <param name="left">[rows, depth], rows at distances of <paramref name="leftStride"/>.</param>
    /// <param name="leftStride">Floats.</param>
    /// <param name="panel">[depth, columns], dense.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="start">[rows, columns]; may be the target.</param>
    /// <param name="startStride">Floats between its rows; 0 where all are one.</param>
    /// <param name="target">[rows, columns], rows at distances of <paramref name="targetStride"/>; overwritten.</param>
    /// <param name="targetStride">Floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Product(
        float* left, nint leftStride, float* panel, int depth, float* start, nint startStride, float* target, nint targetStride)
    {
        if (Rows == 8)
        {
            Product8(left, leftStride, panel, depth, start, startStride, target, targetStride);
        }
        else if (Rows == 6)
        {
            Product6(left, leftStride, panel, depth, start, startStride, target, targetStride);
        }
        else
        {
            Product4(left, leftStride, panel, depth, start, startStride, target, targetStride);
        }
    }

    /// <summary>target[r, c] += sum over d of left[d, r] * right[d, c].</summary>
    /// <param name="left">[depth, rows], at distances of <paramref name="leftStride"/>.</param>
    /// <param name="leftStride">Floats.</param>
    /// <param name="right">[depth, columns], at distances of <paramref name="rightStride"/>.</param>
    /// <param name="rightStride">Floats.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="target">[rows, columns], at distances of <paramref name="targetStride"/>.</param>
    /// <param name="targetStride">Floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddTransposed(float* left, nint leftStride, float* right, nint rightStride, int depth, float* target, nint targetStride)
    {
        if (Rows == 8)
        {
            AddTransposed8(left, leftStride, right, rightStride, depth, target, targetStride);
        }
        else if (Rows == 6)
        {
            AddTransposed6(left, leftStride, right, rightStride, depth, target, targetStride);
        }
        else
        {
            AddTransposed4(left, leftStride, right, rightStride, depth, target, targetStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product8(
        float* left, nint leftStride, float* panel, int depth, float* start, nint startStride, float* target, nint targetStride)
    {
        TLane a0 = TLane.Load(start), b0 = TLane.Load(start + TLane.Count);
        TLane a1 = TLane.Load(start + startStride), b1 = TLane.Load(start + startStride + TLane.Count);
        TLane a2 = TLane.Load(start + (2 * startStride)), b2 = TLane.Load(start + (2 * startStride) + TLane.Count);
        TLane a3 = TLane.Load(start + (3 * startStride)), b3 = TLane.Load(start + (3 * startStride) + TLane.Count);
        TLane a4 = TLane.Load(start + (4 * startStride)), b4 = TLane.Load(start + (4 * startStride) + TLane.Count);
        TLane a5 = TLane.Load(start + (5 * startStride)), b5 = TLane.Load(start + (5 * startStride) + TLane.Count);
        TLane a6 = TLane.Load(start + (6 * startStride)), b6 = TLane.Load(start + (6 * startStride) + TLane.Count);
        TLane a7 = TLane.Load(start + (7 * startStride)), b7 = TLane.Load(start + (7 * startStride) + TLane.Count);
        float* lower = left + (4 * leftStride);
        nint stride3 = 3 * leftStride;
        for (int d = 0; d < depth; d++)
        {
            TLane first = TLane.Load(panel);
            TLane second = TLane.Load(panel + TLane.Count);
            TLane factor = TLane.Create(left[0]);
            a0 = TLane.MultiplyAdd(factor, first, a0);
            b0 = TLane.MultiplyAdd(factor, second, b0);
            factor = TLane.Create(left[leftStride]);
            a1 = TLane.MultiplyAdd(factor, first, a1);
            b1 = TLane.MultiplyAdd(factor, second, b1);
            factor = TLane.Create(left[2 * leftStride]);
            a2 = TLane.MultiplyAdd(factor, first, a2);
            b2 = TLane.MultiplyAdd(factor, second, b2);
            factor = TLane.Create(left[stride3]);
            a3 = TLane.MultiplyAdd(factor, first, a3);
            b3 = TLane.MultiplyAdd(factor, second, b3);
            factor = TLane.Create(lower[0]);
            a4 = TLane.MultiplyAdd(factor, first, a4);
            b4 = TLane.MultiplyAdd(factor, second, b4);
            factor = TLane.Create(lower[leftStride]);
            a5 = TLane.MultiplyAdd(factor, first, a5);
            b5 = TLane.MultiplyAdd(factor, second, b5);
            factor = TLane.Create(lower[2 * leftStride]);
            a6 = TLane.MultiplyAdd(factor, first, a6);
            b6 = TLane.MultiplyAdd(factor, second, b6);
            factor = TLane.Create(lower[stride3]);
            a7 = TLane.MultiplyAdd(factor, first, a7);
            b7 = TLane.MultiplyAdd(factor, second, b7);
            panel += 2 * TLane.Count;
            left++;
            lower++;
        }

        Store(a0, b0, target);
        Store(a1, b1, target + targetStride);
        Store(a2, b2, target + (2 * targetStride));
        Store(a3, b3, target + (3 * targetStride));
        Store(a4, b4, target + (4 * targetStride));
        Store(a5, b5, target + (5 * targetStride));
        Store(a6, b6, target + (6 * targetStride));
        Store(a7, b7, target + (7 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product6(
        float* left, nint leftStride, float* panel, int depth, float* start, nint startStride, float* target, nint targetStride)
    {
        TLane a0 = TLane.Load(start), b0 = TLane.Load(start + TLane.Count);
        TLane a1 = TLane.Load(start + startStride), b1 = TLane.Load(start + startStride + TLane.Count);
        TLane a2 = TLane.Load(start + (2 * startStride)), b2 = TLane.Load(start + (2 * startStride) + TLane.Count);
        TLane a3 = TLane.Load(start + (3 * startStride)), b3 = TLane.Load(start + (3 * startStride) + TLane.Count);
        TLane a4 = TLane.Load(start + (4 * startStride)), b4 = TLane.Load(start + (4 * startStride) + TLane.Count);
        TLane a5 = TLane.Load(start + (5 * startStride)), b5 = TLane.Load(start + (5 * startStride) + TLane.Count);
        float* lower = left + (4 * leftStride);
        nint stride3 = 3 * leftStride;
        for (int d = 0; d < depth; d++)
        {
            TLane first = TLane.Load(panel);
            TLane second = TLane.Load(panel + TLane.Count);
            TLane factor = TLane.Create(left[0]);
            a0 = TLane.MultiplyAdd(factor, first, a0);
            b0 = TLane.MultiplyAdd(factor, second, b0);
            factor = TLane.Create(left[leftStride]);
            a1 = TLane.MultiplyAdd(factor, first, a1);
            b1 = TLane.MultiplyAdd(factor, second, b1);
            factor = TLane.Create(left[2 * leftStride]);
            a2 = TLane.MultiplyAdd(factor, first, a2);
            b2 = TLane.MultiplyAdd(factor, second, b2);
            factor = TLane.Create(left[stride3]);
            a3 = TLane.MultiplyAdd(factor, first, a3);
            b3 = TLane.MultiplyAdd(factor, second, b3);
            factor = TLane.Create(lower[0]);
            a4 = TLane.MultiplyAdd(factor, first, a4);
            b4 = TLane.MultiplyAdd(factor, second, b4);
            factor = TLane.Create(lower[leftStride]);
            a5 = TLane.MultiplyAdd(factor, first, a5);
            b5 = TLane.MultiplyAdd(factor, second, b5);
            panel += 2 * TLane.Count;
            left++;
            lower++;
        }

        Store(a0, b0, target);
        Store(a1, b1, target + targetStride);
        Store(a2, b2, target + (2 * targetStride));
        Store(a3, b3, target + (3 * targetStride));
        Store(a4, b4, target + (4 * targetStride));
        Store(a5, b5, target + (5 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product4(
        float* left, nint leftStride, float* panel, int depth, float* start, nint startStride, float* target, nint targetStride)
    {
        TLane a0 = TLane.Load(start), b0 = TLane.Load(start + TLane.Count);
        TLane a1 = TLane.Load(start + startStride), b1 = TLane.Load(start + startStride + TLane.Count);
        TLane a2 = TLane.Load(start + (2 * startStride)), b2 = TLane.Load(start + (2 * startStride) + TLane.Count);
        TLane a3 = TLane.Load(start + (3 * startStride)), b3 = TLane.Load(start + (3 * startStride) + TLane.Count);
        nint stride3 = 3 * leftStride;
        for (int d = 0; d < depth; d++)
        {
            TLane first = TLane.Load(panel);
            TLane second = TLane.Load(panel + TLane.Count);
            TLane factor = TLane.Create(left[0]);
            a0 = TLane.MultiplyAdd(factor, first, a0);
            b0 = TLane.MultiplyAdd(factor, second, b0);
            factor = TLane.Create(left[leftStride]);
            a1 = TLane.MultiplyAdd(factor, first, a1);
            b1 = TLane.MultiplyAdd(factor, second, b1);
            factor = TLane.Create(left[2 * leftStride]);
            a2 = TLane.MultiplyAdd(factor, first, a2);
            b2 = TLane.MultiplyAdd(factor, second, b2);
            factor = TLane.Create(left[stride3]);
            a3 = TLane.MultiplyAdd(factor, first, a3);
            b3 = TLane.MultiplyAdd(factor, second, b3);
            panel += 2 * TLane.Count;
            left++;
        }

        Store(a0, b0, target);
        Store(a1, b1, target + targetStride);
        Store(a2, b2, target + (2 * targetStride));
        Store(a3, b3, target + (3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTransposed8(float* left, nint leftStride, float* right, nint rightStride, int depth, float* target, nint targetStride)
    {
        TLane a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        TLane b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        for (int d = 0; d < depth; d++)
        {
            TLane first = TLane.Load(right);
            TLane second = TLane.Load(right + TLane.Count);
            TLane factor = TLane.Create(left[0]);
            a0 = TLane.MultiplyAdd(factor, first, a0);
            b0 = TLane.MultiplyAdd(factor, second, b0);
            factor = TLane.Create(left[1]);
            a1 = TLane.MultiplyAdd(factor, first, a1);
            b1 = TLane.MultiplyAdd(factor, second, b1);
            factor = TLane.Create(left[2]);
            a2 = TLane.MultiplyAdd(factor, first, a2);
            b2 = TLane.MultiplyAdd(factor, second, b2);
            factor = TLane.Create(left[3]);
            a3 = TLane.MultiplyAdd(factor, first, a3);
            b3 = TLane.MultiplyAdd(factor, second, b3);
            factor = TLane.Create(left[4]);
            a4 = TLane.MultiplyAdd(factor, first, a4);
            b4 = TLane.MultiplyAdd(factor, second, b4);
            factor = TLane.Create(left[5]);
            a5 = TLane.MultiplyAdd(factor, first, a5);
            b5 = TLane.MultiplyAdd(factor, second, b5);
            factor = TLane.Create(left[6]);
            a6 = TLane.MultiplyAdd(factor, first, a6);
            b6 = TLane.MultiplyAdd(factor, second, b6);
            factor = TLane.Create(left[7]);
            a7 = TLane.MultiplyAdd(factor, first, a7);
            b7 = TLane.MultiplyAdd(factor, second, b7);
            left += leftStride;
            right += rightStride;
        }

        Add(a0, b0, target);
        Add(a1, b1, target + targetStride);
        Add(a2, b2, target + (2 * targetStride));
        Add(a3, b3, target + (3 * targetStride));
        Add(a4, b4, target + (4 * targetStride));
        Add(a5, b5, target + (5 * targetStride));
        Add(a6, b6, target + (6 * targetStride));
        Add(a7, b7, target + (7 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTransposed6(float* left, nint leftStride, float* right, nint rightStride, int depth, float* target, nint targetStride)
    {
        TLane a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        TLane b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        for (int d = 0; d < depth; d++)
        {
            TLane first = TLane.Load(right);
            TLane second = TLane.Load(right + TLane.Count);
            TLane factor = TLane.Create(left[0]);
            a0 = TLane.MultiplyAdd(factor, first, a0);
            b0 = TLane.MultiplyAdd(factor, second, b0);
            factor = TLane.Create(left[1]);
            a1 = TLane.MultiplyAdd(factor, first, a1);
            b1 = TLane.MultiplyAdd(factor, second, b1);
            factor = TLane.Create(left[2]);
            a2 = TLane.MultiplyAdd(factor, first, a2);
            b2 = TLane.MultiplyAdd(factor, second, b2);
            factor = TLane.Create(left[3]);
            a3 = TLane.MultiplyAdd(factor, first, a3);
            b3 = TLane.MultiplyAdd(factor, second, b3);
            factor = TLane.Create(left[4]);
            a4 = TLane.MultiplyAdd(factor, first, a4);
            b4 = TLane.MultiplyAdd(factor, second, b4);
            factor = TLane.Create(left[5]);
            a5 = TLane.MultiplyAdd(factor, first, a5);
            b5 = TLane.MultiplyAdd(factor, second, b5);
            left += leftStride;
            right += rightStride;
        }

        Add(a0, b0, target);
        Add(a1, b1, target + targetStride);
        Add(a2, b2, target + (2 * targetStride));
        Add(a3, b3, target + (3 * targetStride));
        Add(a4, b4, target + (4 * targetStride));
        Add(a5, b5, target + (5 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTransposed4(float* left, nint leftStride, float* right, nint rightStride, int depth, float* target, nint targetStride)
    {
        TLane a0 = default, a1 = default, a2 = default, a3 = default;
        TLane b0 = default, b1 = default, b2 = default, b3 = default;
        for (int d = 0; d < depth; d++)
        {
            TLane first = TLane.Load(right);
            TLane second = TLane.Load(right + TLane.Count);
            TLane factor = TLane.Create(left[0]);
            a0 = TLane.MultiplyAdd(factor, first, a0);
            b0 = TLane.MultiplyAdd(factor, second, b0);
            factor = TLane.Create(left[1]);
            a1 = TLane.MultiplyAdd(factor, first, a1);
            b1 = TLane.MultiplyAdd(factor, second, b1);
            factor = TLane.Create(left[2]);
            a2 = TLane.MultiplyAdd(factor, first, a2);
            b2 = TLane.MultiplyAdd(factor, second, b2);
            factor = TLane.Create(left[3]);
            a3 = TLane.MultiplyAdd(factor, first, a3);
            b3 = TLane.MultiplyAdd(factor, second, b3);
            left += leftStride;
            right += rightStride;
        }

        Add(a0, b0, target);
        Add(a1, b1, target + targetStride);
        Add(a2, b2, target + (2 * targetStride));
        Add(a3, b3, target + (3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLane a, TLane b, float* target)
    {
        a.Store(target);
        b.Store(target + TLane.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TLane a, TLane b, float* target)
    {
        (TLane.Load(target) + a).Store(target);
        (TLane.Load(target + TLane.Count) + b).Store(target + TLane.Count);
    }
}
