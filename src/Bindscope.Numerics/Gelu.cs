using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>The exact gelu, x/2 * (1 + erf(x / sqrt 2)), and its derivative.</summary>
internal static unsafe class Gelu
{
    /// <summary>Computes it.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="result">Receives gelu(x).</param>
    /// <param name="derivative">Receives gelu'(x), and may be x; null where it is not needed.</param>
    internal static void Run(float* x, nint count, float* result, float* derivative)
    {
        if (Lanes.Is512)
        {
            Gelu<Lane512>.Run(x, count, result, derivative);
        }
        else if (Lanes.Is256)
        {
            Gelu<Lane256>.Run(x, count, result, derivative);
        }
        else
        {
            Gelu<Lane128>.Run(x, count, result, derivative);
        }
    }
}

/// <summary>The same for lanes of one width.</summary>
internal static unsafe class Gelu<TLane>
    where TLane : struct, ILane<TLane>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(float* x, nint count, float* result, float* derivative)
    {
        nint i = 0;
        if (derivative is null)
        {
            for (; i + TLane.Count <= count; i += TLane.Count)
            {
                TLane value = TLane.Load(x + i);
                (value * Share(value)).Store(result + i);
            }
        }
        else
        {
            for (; i + TLane.Count <= count; i += TLane.Count)
            {
                TLane value = TLane.Load(x + i);
                TLane share = Share(value);
                (value * share).Store(result + i);
                Slope(value, share).Store(derivative + i);
            }
        }

        if (i < count)
        {
            Rest(x + i, (int)(count - i), result + i, derivative is null ? null : derivative + i);
        }
    }

    /// <summary>The last numbers that fill no lane, computed as the others are.</summary>
    private static void Rest(float* x, int count, float* result, float* derivative)
    {
        float* buffer = stackalloc float[16];
        Rows.Copy(x, buffer, count);
        TLane value = TLane.Load(buffer);
        TLane share = Share(value);
        (value * share).Store(buffer);
        Rows.Copy(buffer, result, count);
        if (derivative is not null)
        {
            Slope(value, share).Store(buffer);
            Rows.Copy(buffer, derivative, count);
        }
    }

    /// <summary>(1 + erf(x / sqrt 2)) / 2: the share of x that passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Share(TLane x)
    {
        TLane half = TLane.Create(0.5f);
        return TLane.MultiplyAdd(half, Elementary<TLane>.Erf(x * TLane.Create(0.70710678118654752f)), half);
    }

    /// <summary>share + x times the normal density at x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Slope(TLane x, TLane share)
    {
        TLane density = Elementary<TLane>.Exp2(x * x * TLane.Create(-0.72134752044448170f)) * TLane.Create(0.39894228040143268f);
        return TLane.MultiplyAdd(x, density, share);
    }
}
