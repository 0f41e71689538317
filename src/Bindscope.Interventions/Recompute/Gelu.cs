using System.Runtime.Intrinsics;

namespace Bindscope.Interventions.Recompute;

/// <summary>The exact gelu, x/2 * (1 + erf(x / sqrt 2)).</summary>
/// <remarks>
/// erf(y) = y P(y^2) / Q(y^2) up to |y| = 4, where it is 1 in single precision; P and Q of degree 5 were fitted to a relative error of
/// 2.5e-8 by least squares at 120 Chebyshev nodes, reweighted until the errors were level.
/// </remarks>
internal static unsafe class Gelu
{
    /// <summary>Replaces numbers by their gelu.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="count">How many; a multiple of 16.</param>
    internal static void Run(float* values, nint count)
    {
        for (nint i = 0; i < count; i += 16)
        {
            Vector512<float> x = Vector512.Load(values + i);
            Vector512<float> half = x * 0.5f;
            Vector512.FusedMultiplyAdd(half, Erf(x * 0.70710678118654752f), half).Store(values + i);
        }
    }

    private static Vector512<float> Erf(Vector512<float> y)
    {
        y = Vector512.Min(Vector512.Max(y, Vector512.Create(-4f)), Vector512.Create(4f));
        Vector512<float> t = y * y;
        Vector512<float> p = Vector512.Create(1.98723473808e-6f);
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.000284316859894f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.00387548161965f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.0530775992871f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.193372205026f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(1.12837914229f));
        Vector512<float> q = Vector512.Create(3.74116724111e-5f);
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(0.00118352185426f));
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(0.0151916925949f));
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(0.115277354056f));
        q = Vector512.FusedMultiplyAdd(q, t, Vector512.Create(0.504704261515f));
        q = Vector512.FusedMultiplyAdd(q, t, Vector512<float>.One);
        return y * p / q;
    }
}
