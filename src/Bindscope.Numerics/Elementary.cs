using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>Elementary functions of lanes.</summary>
internal static class Elementary<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Two to the power of each lane; relative error below 2e-7 for exponents from -126 to 127, and exactly 0 from -127 down.</summary>
    /// <remarks>
    /// The exponent is split into an integer, added to the bits of the result, and a rest in [-0.5, 0.5], for which a polynomial through
    /// seven Chebyshev nodes has a relative error of 3e-9, well below the rounding of its own evaluation. At -127 the rest is 0, the
    /// polynomial 1, and taking 127 from the exponent of 1 leaves no bit set.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLane Exp2(TLane exponent)
    {
        exponent = TLane.Max(exponent, TLane.Create(-127f));
        TLane whole = TLane.Round(exponent);
        TLane rest = exponent - whole;
        TLane power = TLane.Create(0.0001546144469856913f);
        power = TLane.MultiplyAdd(power, rest, TLane.Create(0.0013400428177615838f));
        power = TLane.MultiplyAdd(power, rest, TLane.Create(0.009618056678524637f));
        power = TLane.MultiplyAdd(power, rest, TLane.Create(0.05550327226670302f));
        power = TLane.MultiplyAdd(power, rest, TLane.Create(0.24022650922288757f));
        power = TLane.MultiplyAdd(power, rest, TLane.Create(0.6931472067028326f));
        power = TLane.MultiplyAdd(power, rest, TLane.Create(1f));
        return TLane.TimesPowerOfTwo(power, whole);
    }

    /// <summary>The error function.</summary>
    /// <remarks>
    /// erf(y) = y P(y^2) / Q(y^2) up to |y| = 4, where it is 1 in single precision; P and Q of degree 5 were fitted to a relative error of
    /// 2.5e-8 by least squares at 120 Chebyshev nodes, reweighted until the errors were level.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLane Erf(TLane y)
    {
        y = TLane.Min(TLane.Max(y, TLane.Create(-4f)), TLane.Create(4f));
        TLane t = y * y;
        TLane p = TLane.Create(1.98723473808e-6f);
        p = TLane.MultiplyAdd(p, t, TLane.Create(0.000284316859894f));
        p = TLane.MultiplyAdd(p, t, TLane.Create(0.00387548161965f));
        p = TLane.MultiplyAdd(p, t, TLane.Create(0.0530775992871f));
        p = TLane.MultiplyAdd(p, t, TLane.Create(0.193372205026f));
        p = TLane.MultiplyAdd(p, t, TLane.Create(1.12837914229f));
        TLane q = TLane.Create(3.74116724111e-5f);
        q = TLane.MultiplyAdd(q, t, TLane.Create(0.00118352185426f));
        q = TLane.MultiplyAdd(q, t, TLane.Create(0.0151916925949f));
        q = TLane.MultiplyAdd(q, t, TLane.Create(0.115277354056f));
        q = TLane.MultiplyAdd(q, t, TLane.Create(0.504704261515f));
        q = TLane.MultiplyAdd(q, t, TLane.Create(1f));
        return y * p / q;
    }
}
