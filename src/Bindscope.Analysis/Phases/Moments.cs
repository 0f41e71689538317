namespace Bindscope.Analysis.Phases;

/// <summary>Weighted sums over a stretch of a curve: of 1, x, x², y, xy and y².</summary>
internal readonly record struct Moments(double W, double Wx, double Wxx, double Wy, double Wxy, double Wyy)
{
    public static Moments Of(double x, double y, double weight) =>
        new(weight, weight * x, weight * x * x, weight * y, weight * x * y, weight * y * y);

    public static Moments operator +(Moments a, Moments b) =>
        new(a.W + b.W, a.Wx + b.Wx, a.Wxx + b.Wxx, a.Wy + b.Wy, a.Wxy + b.Wxy, a.Wyy + b.Wyy);

    public static Moments operator -(Moments a, Moments b) =>
        new(a.W - b.W, a.Wx - b.Wx, a.Wxx - b.Wxx, a.Wy - b.Wy, a.Wxy - b.Wxy, a.Wyy - b.Wyy);

    /// <summary>Slope of the weighted least-squares line through the stretch; 0 where all x are equal.</summary>
    public double Slope()
    {
        var spread = Wxx - (Wx * Wx / W);
        return spread > 1e-12 * W ? (Wxy - (Wx * Wy / W)) / spread : 0;
    }
}
