using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Errors;

namespace Bindscope.Interventions;

/// <summary>A subspace of a site's vectors.</summary>
/// <param name="Basis">Orthonormal vectors, each as wide as the site's; empty where they are still to be read from a file.</param>
/// <param name="From">Where they are (<see cref="SubspaceFiles"/>); null where they are here.</param>
public sealed record Subspace(
    ImmutableArray<ImmutableArray<float>> Basis = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SubspaceFile? From = null)
{
    /// <summary>Orthonormal vectors, each as wide as the site's; empty where they are still to be read from a file.</summary>
    public ImmutableArray<ImmutableArray<float>> Basis { get; init; } = Basis.IsDefault ? [] : Basis;

    private const double Tolerance = 1e-4;

    /// <summary>Number of dimensions.</summary>
    [JsonIgnore]
    public int Rank => Basis.Length;

    /// <summary>The subspace that some vectors span, by the Gram-Schmidt process, twice for accuracy.</summary>
    /// <param name="vectors">All of one width; none of them a combination of those before it.</param>
    /// <returns>The subspace.</returns>
    /// <exception cref="UserException">A vector is a combination of those before it, or of another width.</exception>
    public static Subspace Spanning(IEnumerable<IReadOnlyList<double>> vectors)
    {
        var basis = new List<double[]>();
        foreach (IReadOnlyList<double> vector in vectors)
        {
            double[] rest = [.. vector];
            double before = Math.Sqrt(Dot(rest, rest));
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] direction in basis)
                {
                    double along = Dot(rest, direction);
                    for (int i = 0; i < rest.Length; i++)
                    {
                        rest[i] -= along * direction[i];
                    }
                }
            }

            double norm = Math.Sqrt(Dot(rest, rest));
            if (!(norm > 1e-9 * before))
            {
                throw new UserException(
                    $"vector {basis.Count + 1} of the subspace is a combination of those before it", "leave it out");
            }

            basis.Add([.. rest.Select(value => value / norm)]);
        }

        return new Subspace([.. basis.Select(direction => direction.Select(value => (float)value).ToImmutableArray())]);
    }

    /// <summary>What is wrong with it as a subspace of vectors of a width; empty where nothing is.</summary>
    internal IEnumerable<string> Problems(int width)
    {
        if (Basis.IsDefaultOrEmpty)
        {
            yield return From is null
                ? "a subspace needs at least one basis vector"
                : "a subspace names a file that its basis is in; here the basis itself is needed";
            yield break;
        }

        for (int i = 0; i < Basis.Length; i++)
        {
            if (Basis[i].Length != width)
            {
                yield return $"basis vector {i + 1} has {Basis[i].Length} numbers, the site's vectors have {width}";
                yield break;
            }
        }

        for (int i = 0; i < Basis.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = Dot([.. Basis[i].Select(value => (double)value)], [.. Basis[j].Select(value => (double)value)]);
                if (!(Math.Abs(product - (i == j ? 1 : 0)) < Tolerance))
                {
                    yield return $"the basis is not orthonormal: the product of its vectors {j + 1} and {i + 1} is {product:g4}";
                    yield break;
                }
            }
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        if (a.Length != b.Length)
        {
            throw new UserException("the vectors of a subspace differ in width", "give vectors of one site");
        }

        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
