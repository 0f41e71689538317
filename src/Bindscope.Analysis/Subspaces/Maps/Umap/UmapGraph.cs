using System.Collections.Immutable;
using Bindscope.Analysis.Probes.Regression;

namespace Bindscope.Analysis.Subspaces.Maps.Umap;

/// <summary>
/// The weighted neighbour graph of UMAP (L. McInnes, J. Healy and J. Melville, arXiv 1802.03426, section 3): each point's distances to its
/// nearest neighbours are scaled by its own surroundings, and an edge is there if either end sees it.
/// </summary>
/// <param name="Edges">Both ends, the smaller first, 0-based, and the weight, above 0 and up to 1.</param>
internal sealed record UmapGraph(ImmutableArray<(int From, int To, double Weight)> Edges)
{
    private const int Halvings = 64;
    private const double Enough = 1e-5;

    /// <summary>No scale is smaller than this share of the mean distance, or equal points would have infinite weights.</summary>
    private const double SmallestScale = 1e-3;

    /// <summary>The graph of some points.</summary>
    /// <param name="points">One a row.</param>
    /// <param name="neighbours">Nearest neighbours of each, the point itself among them, 2 or more.</param>
    internal static UmapGraph Of(Features points, int neighbours)
    {
        (int[][] near, double[][] distances) = Nearest(points, neighbours);
        (double[] scales, double[] closest) = Scales(distances);
        var weights = new Dictionary<(int, int), double>();
        for (int i = 0; i < near.Length; i++)
        {
            for (int j = 0; j < near[i].Length; j++)
            {
                if (near[i][j] != i)
                {
                    double beyond = distances[i][j] - closest[i];
                    weights[(i, near[i][j])] = beyond <= 0 || scales[i] == 0 ? 1 : Math.Exp(-beyond / scales[i]);
                }
            }
        }

        return new UmapGraph(
        [
            .. weights.Keys.Select(key => (From: Math.Min(key.Item1, key.Item2), To: Math.Max(key.Item1, key.Item2))).Distinct().Order()
                .Select(pair =>
                {
                    (double one, double other) = (weights.GetValueOrDefault(pair), weights.GetValueOrDefault((pair.To, pair.From)));
                    return (pair.From, pair.To, one + other - (one * other));
                }),
        ]);
    }

    /// <summary>Each point's nearest neighbours, itself first, by Euclidean distance.</summary>
    internal static (int[][] Near, double[][] Distances) Nearest(Features points, int neighbours)
    {
        int count = points.Samples;
        var near = new int[count][];
        var distances = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] all = [.. Enumerable.Range(0, count).Select(j => Distance(points, i, j))];
            int own = i;
            near[i] = [.. Enumerable.Range(0, count).OrderBy(j => j == own ? -1 : all[j]).ThenBy(j => j).Take(neighbours)];
            distances[i] = [.. near[i].Select(j => all[j])];
        }

        return (near, distances);
    }

    /// <summary>
    /// For each point the distance of its closest other, and the scale at which its neighbours' weights sum to the logarithm of their number.
    /// </summary>
    internal static (double[] Scales, double[] Closest) Scales(double[][] distances)
    {
        double mean = distances.Average(row => row.Average());
        double[] closest = [.. distances.Select(row => row.Where(distance => distance > 0).DefaultIfEmpty(0).Min())];
        double[] scales = [.. distances.Select((row, i) =>
        {
            double target = Math.Log2(row.Length);
            (double low, double high, double scale) = (0, double.PositiveInfinity, 1);
            for (int step = 0; step < Halvings; step++)
            {
                double sum = row.Skip(1).Sum(distance => distance > closest[i] ? Math.Exp(-(distance - closest[i]) / scale) : 1);
                if (Math.Abs(sum - target) < Enough)
                {
                    break;
                }

                (low, high) = sum > target ? (low, scale) : (scale, high);
                scale = double.IsInfinity(high) ? scale * 2 : (low + high) / 2;
            }

            return Math.Max(scale, SmallestScale * (closest[i] > 0 ? row.Average() : mean));
        })];
        return (scales, closest);
    }

    private static double Distance(Features points, int one, int other)
    {
        double sum = 0;
        for (int column = 0; column < points.Width; column++)
        {
            double difference = points.Values[(one * points.Width) + column] - points.Values[(other * points.Width) + column];
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }
}

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
