using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bindscope.Torch.Kernels;

/// <summary>The few vector operations that the attention kernels need and that .NET lacks.</summary>
internal static unsafe class Lanes
{
    /// <summary>0, 1, ..., 15: compared with a count, the mask of the first lanes.</summary>
    public static Vector512<int> Index
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<int>.Indices;
    }

    /// <summary>
    /// Two to the power of each lane; relative error below 2e-7 for exponents from -126 to 127, and exactly 0 from -127 down.
    /// </summary>
    /// <remarks>
    /// The exponent is split into an integer, added to the bits of the result, and a rest in [-0.5, 0.5], for which a polynomial through
    /// seven Chebyshev nodes has a relative error of 3e-9, well below the rounding of its own evaluation. At -127 the rest is 0, the
    /// polynomial 1, and taking 127 from the exponent of 1 leaves no bit set.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp2(Vector512<float> exponent)
    {
        exponent = Vector512.Max(exponent, Vector512.Create(-127f));
        Vector512<float> whole = Vector512.Round(exponent);
        Vector512<float> rest = exponent - whole;
        Vector512<float> power = Vector512.Create(0.0001546144469856913f);
        power = Vector512.FusedMultiplyAdd(power, rest, Vector512.Create(0.0013400428177615838f));
        power = Vector512.FusedMultiplyAdd(power, rest, Vector512.Create(0.009618056678524637f));
        power = Vector512.FusedMultiplyAdd(power, rest, Vector512.Create(0.05550327226670302f));
        power = Vector512.FusedMultiplyAdd(power, rest, Vector512.Create(0.24022650922288757f));
        power = Vector512.FusedMultiplyAdd(power, rest, Vector512.Create(0.6931472067028326f));
        power = Vector512.FusedMultiplyAdd(power, rest, Vector512<float>.One);
        return (power.AsInt32() + (Vector512.ConvertToInt32Native(whole) << 23)).AsSingle();
    }

    /// <summary>Largest lane. Pairwise and so the same on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(Vector512<float> value)
    {
        Vector256<float> eight = Vector256.Max(value.GetLower(), value.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)));
        return four.ToScalar();
    }

    /// <summary>Sum of the lanes, added pairwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> value)
    {
        Vector256<float> eight = value.GetLower() + value.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        four += Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        four += Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2));
        return four.ToScalar();
    }

    /// <summary>
    /// Brings memory into the cache from its start to its end. A head's rows lie far apart; met one by one, they would each be waited for.
    /// </summary>
    public static void Fetch(float* start, nint count)
    {
        const int Line = 16;
        if (Sse.IsSupported)
        {
            for (nint i = 0; i < count; i += Line)
            {
                Sse.Prefetch1(start + i);
            }
        }
    }

    /// <summary>Asks for a part of the memory that will be needed next: the part that step of steps has among them.</summary>
    /// <param name="start">Its start.</param>
    /// <param name="floats">Its length.</param>
    /// <param name="at">How far the present work has come.</param>
    /// <param name="step">How far one step goes.</param>
    /// <param name="end">How far it will go.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchPart(float* start, int floats, int at, int step, int end)
    {
        nint from = (nint)((long)floats * at / end);
        nint to = (nint)((long)floats * (at + step) / end);
        Fetch(start + from, to - from);
    }

    /// <summary>Copies one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* source, float* target, int width)
    {
        int i = 0;
        for (; i + Vector512<float>.Count <= width; i += Vector512<float>.Count)
        {
            Vector512.Load(source + i).Store(target + i);
        }
        for (; i < width; i++)
        {
            target[i] = source[i];
        }
    }

    /// <summary>Writes eight rows of <paramref name="width"/> floats (a multiple of 8) as <paramref name="width"/> rows of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransposeEightRows(float* source, int sourceStride, int width, float* target, int targetStride)
    {
        for (int d = 0; d < width; d += 8)
        {
            float* from = source + d;
            float* to = target + (nint)d * targetStride;
            if (Avx.IsSupported)
            {
                TransposeEightByEight(from, sourceStride, to, targetStride);
                continue;
            }
            for (int i = 0; i < 8; i++)
            {
                for (int r = 0; r < 8; r++)
                {
                    to[i * targetStride + r] = from[r * sourceStride + i];
                }
            }
        }
    }

    private static void TransposeEightByEight(float* from, nint fromStride, float* to, nint toStride)
    {
        Vector256<float> r0 = Vector256.Load(from);
        Vector256<float> r1 = Vector256.Load(from + fromStride);
        Vector256<float> r2 = Vector256.Load(from + 2 * fromStride);
        Vector256<float> r3 = Vector256.Load(from + 3 * fromStride);
        Vector256<float> r4 = Vector256.Load(from + 4 * fromStride);
        Vector256<float> r5 = Vector256.Load(from + 5 * fromStride);
        Vector256<float> r6 = Vector256.Load(from + 6 * fromStride);
        Vector256<float> r7 = Vector256.Load(from + 7 * fromStride);
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> a4 = Avx.UnpackLow(r4, r5), a5 = Avx.UnpackHigh(r4, r5), a6 = Avx.UnpackLow(r6, r7), a7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44), b1 = Avx.Shuffle(a0, a2, 0xEE);
        Vector256<float> b2 = Avx.Shuffle(a1, a3, 0x44), b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44), b5 = Avx.Shuffle(a4, a6, 0xEE);
        Vector256<float> b6 = Avx.Shuffle(a5, a7, 0x44), b7 = Avx.Shuffle(a5, a7, 0xEE);
        Avx.Permute2x128(b0, b4, 0x20).Store(to);
        Avx.Permute2x128(b1, b5, 0x20).Store(to + toStride);
        Avx.Permute2x128(b2, b6, 0x20).Store(to + 2 * toStride);
        Avx.Permute2x128(b3, b7, 0x20).Store(to + 3 * toStride);
        Avx.Permute2x128(b0, b4, 0x31).Store(to + 4 * toStride);
        Avx.Permute2x128(b1, b5, 0x31).Store(to + 5 * toStride);
        Avx.Permute2x128(b2, b6, 0x31).Store(to + 6 * toStride);
        Avx.Permute2x128(b3, b7, 0x31).Store(to + 7 * toStride);
    }
}
