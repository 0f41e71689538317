namespace Bindscope.Analysis.Subspaces.Maps.Umap;

/// <summary>How near two points of the map must lie for a weight: 1 / (1 + a d^2b).</summary>
/// <param name="A">Scale.</param>
/// <param name="B">Half of the exponent.</param>
internal readonly record struct UmapCurve(double A, double B)
{
    private const int Points = 300;
    private const int Steps = 100;

    /// <summary>
    /// The curve closest, by least squares, to 1 up to a distance and falling exponentially from there: Gauss-Newton with halved steps.
    /// </summary>
    /// <param name="minimumDistance">Up to here points count as together.</param>
    internal static UmapCurve For(double minimumDistance)
    {
        double[] xs = [.. Enumerable.Range(0, Points).Select(i => 3.0 * i / (Points - 1))];
        double[] ys = [.. xs.Select(x => x < minimumDistance ? 1 : Math.Exp(minimumDistance - x))];
        var curve = new UmapCurve(1, 1);
        for (int step = 0; step < Steps; step++)
        {
            (double aa, double ab, double bb, double ga, double gb) = (0, 0, 0, 0, 0);
            for (int i = 1; i < Points; i++)
            {
                double power = Math.Pow(xs[i], 2 * curve.B);
                double value = 1 / (1 + (curve.A * power));
                double byA = -power * value * value;
                double byB = -curve.A * power * 2 * Math.Log(xs[i]) * value * value;
                double rest = ys[i] - value;
                (aa, ab, bb, ga, gb) = (aa + (byA * byA), ab + (byA * byB), bb + (byB * byB), ga + (byA * rest), gb + (byB * rest));
            }

            double determinant = (aa * bb) - (ab * ab);
            (double da, double db) = (((bb * ga) - (ab * gb)) / determinant, ((aa * gb) - (ab * ga)) / determinant);
            double share = 1;
            UmapCurve next = curve;
            while (share > 1e-6 && (next = new UmapCurve(curve.A + (share * da), curve.B + (share * db))).Squares(xs, ys) > curve.Squares(xs, ys))
            {
                share /= 2;
            }

            curve = next.Squares(xs, ys) <= curve.Squares(xs, ys) ? next : curve;
            if (Math.Abs(share * da) + Math.Abs(share * db) < 1e-10)
            {
                break;
            }
        }

        return curve;
    }

    private double Squares(double[] xs, double[] ys)
    {
        (double a, double b) = (A, B);
        return a <= 0 || b <= 0
            ? double.PositiveInfinity
            : xs.Zip(ys, (x, y) => Math.Pow(y - (1 / (1 + (a * Math.Pow(x, 2 * b)))), 2)).Sum();
    }
}
