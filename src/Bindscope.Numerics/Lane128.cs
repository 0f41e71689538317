using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bindscope.Numerics;

/// <summary>Eight floats in two registers of 128 bits: NEON, and processors without AVX2. The same bits as <see cref="Lane256"/> where there is FMA.</summary>
internal readonly unsafe struct Lane128(Vector128<float> low, Vector128<float> high) : ILane<Lane128>
{
    private readonly Vector128<float> low = low;
    private readonly Vector128<float> high = high;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    public static Lane128 Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<float>.Indices, Vector128<float>.Indices + Vector128.Create(4f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Load(float* source) => new(Vector128.Load(source), Vector128.Load(source + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Create(float value) => new(Vector128.Create(value), Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target)
    {
        low.Store(target);
        high.Store(target + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator +(Lane128 a, Lane128 b) =>
        new(a.low + b.low, a.high + b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator -(Lane128 a, Lane128 b) =>
        new(a.low - b.low, a.high - b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator *(Lane128 a, Lane128 b) =>
        new(a.low * b.low, a.high * b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator /(Lane128 a, Lane128 b) =>
        new(a.low / b.low, a.high / b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 MultiplyAdd(Lane128 a, Lane128 b, Lane128 c) =>
        new(Vector128.MultiplyAddEstimate(a.low, b.low, c.low), Vector128.MultiplyAddEstimate(a.high, b.high, c.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Max(Lane128 a, Lane128 b) =>
        new(Vector128.MaxNative(a.low, b.low), Vector128.MaxNative(a.high, b.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Min(Lane128 a, Lane128 b) =>
        new(Vector128.MinNative(a.low, b.low), Vector128.MinNative(a.high, b.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Sqrt(Lane128 a) =>
        new(Vector128.Sqrt(a.low), Vector128.Sqrt(a.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Round(Lane128 a) =>
        new(Vector128.Round(a.low), Vector128.Round(a.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 WhereLess(Lane128 a, Lane128 b, Lane128 one, Lane128 other) =>
        new(Where(a.low, b.low, one.low, other.low), Where(a.high, b.high, one.high, other.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 TimesPowerOfTwo(Lane128 a, Lane128 whole) =>
        new(Power(a.low, whole.low), Power(a.high, whole.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane128 a) => Sum(a.low + a.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Lane128 a) => Max(Vector128.MaxNative(a.low, a.high));

    /// <summary>Sum of four floats, added pairwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Sum(Vector128<float> four)
    {
        four += Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        four += Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2));
        return four.ToScalar();
    }

    /// <summary>Largest of four floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Max(Vector128<float> four)
    {
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)));
        return four.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Where(Vector128<float> a, Vector128<float> b, Vector128<float> one, Vector128<float> other) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a, b), one, other);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Power(Vector128<float> a, Vector128<float> whole) =>
        (a.AsInt32() + (Vector128.ConvertToInt32Native(whole) << 23)).AsSingle();
}
