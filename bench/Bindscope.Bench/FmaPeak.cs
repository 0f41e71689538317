using System.Runtime.CompilerServices;
using Bindscope.Numerics;

namespace Bindscope.Bench;

/// <summary>The most that a core can multiply and add: a loop of fused multiply-adds that depend on nothing but themselves.</summary>
internal static class FmaPeak
{
    private const int Rounds = 400_000;
    private const int Chains = 10;

    private static float sink;

    /// <summary>Operations of one run: two for each float of each lane.</summary>
    public static double Operations => 2.0 * Chains * Rounds * Lanes.Count;

    /// <summary>Runs it.</summary>
    public static void Run() => sink = Lanes.Is512 ? Loop<Lane512>() : Lanes.Is256 ? Loop<Lane256>() : Loop<Lane128>();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Loop<TLane>()
        where TLane : struct, ILane<TLane>
    {
        TLane a = TLane.Create(1), b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a;
        TLane factor = TLane.Create(0.999f), term = TLane.Create(0.001f);
        for (int round = 0; round < Rounds; round++)
        {
            a = TLane.MultiplyAdd(a, factor, term);
            b = TLane.MultiplyAdd(b, factor, term);
            c = TLane.MultiplyAdd(c, factor, term);
            d = TLane.MultiplyAdd(d, factor, term);
            e = TLane.MultiplyAdd(e, factor, term);
            f = TLane.MultiplyAdd(f, factor, term);
            g = TLane.MultiplyAdd(g, factor, term);
            h = TLane.MultiplyAdd(h, factor, term);
            i = TLane.MultiplyAdd(i, factor, term);
            j = TLane.MultiplyAdd(j, factor, term);
        }

        return TLane.Sum(a + b + c + d + e + f + g + h + i + j);
    }
}
