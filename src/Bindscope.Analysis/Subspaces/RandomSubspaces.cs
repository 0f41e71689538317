using Bindscope.Interventions;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Subspaces;

/// <summary>Subspaces that know nothing: every one of a rank equally likely.</summary>
internal static class RandomSubspaces
{
    /// <summary>The span of random directions.</summary>
    internal static Subspace Draw(int width, int rank, Seed seed)
    {
        RandomStream random = seed.Stream();
        var directions = new List<double[]>();
        for (int i = 0; i < rank; i++)
        {
            directions.Add(Direction(width, ref random));
        }

        return Subspace.Spanning(directions);
    }

    /// <summary>Moves a vector in place in a random direction.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="length">How far.</param>
    /// <param name="random">Draws the direction.</param>
    internal static void Move(Span<float> vector, double length, ref RandomStream random)
    {
        double[] direction = Direction(vector.Length, ref random);
        double scale = length / Math.Sqrt(direction.Sum(value => value * value));
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] += (float)(scale * direction[i]);
        }
    }

    /// <summary>Independent normal numbers: no direction is preferred.</summary>
    internal static double[] Direction(int width, ref RandomStream random)
    {
        var numbers = new double[width];
        for (int i = 0; i < width; i++)
        {
            numbers[i] = Normal.Draw(random.NextDouble(), random.NextDouble());
        }

        return numbers;
    }
}
