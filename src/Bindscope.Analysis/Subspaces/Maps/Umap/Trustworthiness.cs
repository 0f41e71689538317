using Bindscope.Analysis.Probes.Regression;

namespace Bindscope.Analysis.Subspaces.Maps.Umap;

/// <summary>Whether points that lie together on a map lay together before (J. Venna and S. Kaski, ICANN 2001).</summary>
internal static class Trustworthiness
{
    /// <summary>1 where each point's neighbours on the map are its neighbours in the space; intruders cost by their rank there.</summary>
    /// <param name="space">The points.</param>
    /// <param name="map">The same points on the map.</param>
    /// <param name="neighbours">Neighbours that are looked at, less than half of the points.</param>
    internal static double Of(Features space, Features map, int neighbours)
    {
        int count = space.Samples;
        (int[][] before, _) = UmapGraph.Nearest(space, count);
        (int[][] after, _) = UmapGraph.Nearest(map, neighbours + 1);
        double cost = 0;
        for (int i = 0; i < count; i++)
        {
            var rank = new int[count];
            for (int j = 0; j < count; j++)
            {
                rank[before[i][j]] = j; // 0 is the point itself
            }

            cost += after[i].Skip(1).Sum(j => Math.Max(0, rank[j] - neighbours));
        }

        return 1 - (2.0 / (count * (double)neighbours * ((2.0 * count) - (3 * neighbours) - 1)) * cost);
    }
}
