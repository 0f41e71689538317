namespace Bindscope.Numerics.Statistics;

/// <summary>Spearman's rank correlation.</summary>
public static class RankCorrelation
{
    /// <summary>The correlation of the ranks; equal values share their mean rank. 0 where one side is constant.</summary>
    public static double Of(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double[] first = Ranks(a);
        double[] second = Ranks(b);
        double mean = (a.Count - 1) / 2.0;
        (double product, double squareA, double squareB) = (0, 0, 0);
        for (int i = 0; i < a.Count; i++)
        {
            product += (first[i] - mean) * (second[i] - mean);
            squareA += (first[i] - mean) * (first[i] - mean);
            squareB += (second[i] - mean) * (second[i] - mean);
        }

        return squareA > 0 && squareB > 0 ? product / Math.Sqrt(squareA * squareB) : 0;
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var ranks = new double[values.Count];
        int below = 0;
        foreach (IGrouping<double, int> equal in Enumerable.Range(0, values.Count).GroupBy(i => values[i]).OrderBy(group => group.Key))
        {
            int count = equal.Count();
            foreach (int i in equal)
            {
                ranks[i] = below + ((count - 1) / 2.0);
            }

            below += count;
        }

        return ranks;
    }
}
