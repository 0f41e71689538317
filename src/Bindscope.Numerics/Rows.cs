using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bindscope.Numerics;

/// <summary>Moving and adding rows of floats.</summary>
internal static unsafe class Rows
{
    /// <summary>Copies rows that may lie at distances.</summary>
    internal static void Copy(float* source, nint sourceStride, float* target, nint targetStride, int rows, int width)
    {
        for (int row = 0; row < rows; row++)
        {
            Copy(source + (row * sourceStride), target + (row * targetStride), width);
        }
    }

    /// <summary>Copies floats.</summary>
    internal static void Copy(float* source, float* target, int count) =>
        new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));

    /// <summary>sum = a + b; may be one of them.</summary>
    internal static void Add(float* a, float* b, float* sum, nint count)
    {
        if (Lanes.Is512)
        {
            Rows<Lane512>.Add(a, b, sum, count);
        }
        else if (Lanes.Is256)
        {
            Rows<Lane256>.Add(a, b, sum, count);
        }
        else
        {
            Rows<Lane128>.Add(a, b, sum, count);
        }
    }

    /// <summary>target += factor * source.</summary>
    internal static void AddScaled(float* source, float factor, float* target, nint count)
    {
        if (Lanes.Is512)
        {
            Rows<Lane512>.AddScaled(source, factor, target, count);
        }
        else if (Lanes.Is256)
        {
            Rows<Lane256>.AddScaled(source, factor, target, count);
        }
        else
        {
            Rows<Lane128>.AddScaled(source, factor, target, count);
        }
    }

    /// <summary>target = factor * source; may be the same.</summary>
    internal static void Scale(float* source, float factor, float* target, nint count)
    {
        if (Lanes.Is512)
        {
            Rows<Lane512>.Scale(source, factor, target, count);
        }
        else if (Lanes.Is256)
        {
            Rows<Lane256>.Scale(source, factor, target, count);
        }
        else
        {
            Rows<Lane128>.Scale(source, factor, target, count);
        }
    }

    /// <summary>product = a * b, element by element; may be one of them.</summary>
    internal static void Multiply(float* a, float* b, float* product, nint count)
    {
        if (Lanes.Is512)
        {
            Rows<Lane512>.Multiply(a, b, product, count);
        }
        else if (Lanes.Is256)
        {
            Rows<Lane256>.Multiply(a, b, product, count);
        }
        else
        {
            Rows<Lane128>.Multiply(a, b, product, count);
        }
    }

    /// <summary>Inner product.</summary>
    internal static float Dot(float* a, float* b, int count) =>
        Lanes.Is512 ? Rows<Lane512>.Dot(a, b, count) : Lanes.Is256 ? Rows<Lane256>.Dot(a, b, count) : Rows<Lane128>.Dot(a, b, count);

    /// <summary>result[c] += sum over the rows of matrix[r, c].</summary>
    internal static void AddColumnSums(float* matrix, int rows, int columns, float* result)
    {
        if (Lanes.Is512)
        {
            Rows<Lane512>.AddColumnSums(matrix, rows, columns, result);
        }
        else if (Lanes.Is256)
        {
            Rows<Lane256>.AddColumnSums(matrix, rows, columns, result);
        }
        else
        {
            Rows<Lane128>.AddColumnSums(matrix, rows, columns, result);
        }
    }

    /// <summary>Writes rows [rows, width] as columns [width, targetStride], of which the first rows are written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Transpose(float* source, nint sourceStride, int rows, int width, float* target, nint targetStride)
    {
        int wholeRows = Avx.IsSupported ? rows / 8 * 8 : 0;
        int wholeWidth = width / 8 * 8;
        for (int row = 0; row < wholeRows; row += 8)
        {
            for (int d = 0; d < wholeWidth; d += 8)
            {
                TransposeEightByEight(source + (row * sourceStride) + d, sourceStride, target + (d * targetStride) + row, targetStride);
            }

            Plain(row, row + 8, wholeWidth);
        }

        Plain(wholeRows, rows, 0);

        void Plain(int from, int to, int firstColumn)
        {
            for (int row = from; row < to; row++)
            {
                for (int d = firstColumn; d < width; d++)
                {
                    target[(d * targetStride) + row] = source[(row * sourceStride) + d];
                }
            }
        }
    }

    private static void TransposeEightByEight(float* from, nint fromStride, float* to, nint toStride)
    {
        Vector256<float> r0 = Vector256.Load(from);
        Vector256<float> r1 = Vector256.Load(from + fromStride);
        Vector256<float> r2 = Vector256.Load(from + (2 * fromStride));
        Vector256<float> r3 = Vector256.Load(from + (3 * fromStride));
        Vector256<float> r4 = Vector256.Load(from + (4 * fromStride));
        Vector256<float> r5 = Vector256.Load(from + (5 * fromStride));
        Vector256<float> r6 = Vector256.Load(from + (6 * fromStride));
        Vector256<float> r7 = Vector256.Load(from + (7 * fromStride));
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> a4 = Avx.UnpackLow(r4, r5), a5 = Avx.UnpackHigh(r4, r5), a6 = Avx.UnpackLow(r6, r7), a7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44), b1 = Avx.Shuffle(a0, a2, 0xEE);
        Vector256<float> b2 = Avx.Shuffle(a1, a3, 0x44), b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44), b5 = Avx.Shuffle(a4, a6, 0xEE);
        Vector256<float> b6 = Avx.Shuffle(a5, a7, 0x44), b7 = Avx.Shuffle(a5, a7, 0xEE);
        Avx.Permute2x128(b0, b4, 0x20).Store(to);
        Avx.Permute2x128(b1, b5, 0x20).Store(to + toStride);
        Avx.Permute2x128(b2, b6, 0x20).Store(to + (2 * toStride));
        Avx.Permute2x128(b3, b7, 0x20).Store(to + (3 * toStride));
        Avx.Permute2x128(b0, b4, 0x31).Store(to + (4 * toStride));
        Avx.Permute2x128(b1, b5, 0x31).Store(to + (5 * toStride));
        Avx.Permute2x128(b2, b6, 0x31).Store(to + (6 * toStride));
        Avx.Permute2x128(b3, b7, 0x31).Store(to + (7 * toStride));
    }
}

/// <summary>The same for lanes of one width.</summary>
internal static unsafe class Rows<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Copies a short row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy(float* source, float* target, int count)
    {
        int i = 0;
        for (; i + TLane.Count <= count; i += TLane.Count)
        {
            TLane.Load(source + i).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(float* a, float* b, float* sum, nint count)
    {
        nint i = 0;
        for (; i + TLane.Count <= count; i += TLane.Count)
        {
            (TLane.Load(a + i) + TLane.Load(b + i)).Store(sum + i);
        }

        for (; i < count; i++)
        {
            sum[i] = a[i] + b[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaled(float* source, float factor, float* target, nint count)
    {
        TLane factors = TLane.Create(factor);
        nint i = 0;
        for (; i + TLane.Count <= count; i += TLane.Count)
        {
            TLane.MultiplyAdd(factors, TLane.Load(source + i), TLane.Load(target + i)).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = float.MultiplyAddEstimate(factor, source[i], target[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Scale(float* source, float factor, float* target, nint count)
    {
        TLane factors = TLane.Create(factor);
        nint i = 0;
        for (; i + TLane.Count <= count; i += TLane.Count)
        {
            (TLane.Load(source + i) * factors).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = source[i] * factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(float* a, float* b, float* product, nint count)
    {
        nint i = 0;
        for (; i + TLane.Count <= count; i += TLane.Count)
        {
            (TLane.Load(a + i) * TLane.Load(b + i)).Store(product + i);
        }

        for (; i < count; i++)
        {
            product[i] = a[i] * b[i];
        }
    }

    /// <summary>Four lanes of columns at once, which stay in registers, one row after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddColumnSums(float* matrix, int rows, int columns, float* result)
    {
        int lane = TLane.Count;
        int column = 0;
        for (; column + (4 * lane) <= columns; column += 4 * lane)
        {
            float* sums = result + column;
            TLane a = TLane.Load(sums), b = TLane.Load(sums + lane), c = TLane.Load(sums + (2 * lane)), d = TLane.Load(sums + (3 * lane));
            float* source = matrix + column;
            for (int row = 0; row < rows; row++)
            {
                a += TLane.Load(source);
                b += TLane.Load(source + lane);
                c += TLane.Load(source + (2 * lane));
                d += TLane.Load(source + (3 * lane));
                source += columns;
            }

            a.Store(sums);
            b.Store(sums + lane);
            c.Store(sums + (2 * lane));
            d.Store(sums + (3 * lane));
        }

        for (int row = 0; column < columns && row < rows; row++)
        {
            Add(matrix + ((nint)row * columns) + column, result + column, result + column, columns - column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Dot(float* a, float* b, int count)
    {
        TLane sum = default;
        int i = 0;
        for (; i + TLane.Count <= count; i += TLane.Count)
        {
            sum = TLane.MultiplyAdd(TLane.Load(a + i), TLane.Load(b + i), sum);
        }

        float rest = TLane.Sum(sum);
        for (; i < count; i++)
        {
            rest = float.MultiplyAddEstimate(a[i], b[i], rest);
        }

        return rest;
    }
}
