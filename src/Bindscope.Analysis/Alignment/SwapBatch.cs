using Bindscope.Analysis.Probes.Regression;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Subspaces;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Bindscope.Analysis.Alignment;

/// <summary>What enters a layer in pairs of programs, computed once for a whole fit.</summary>
internal sealed class SwapBatch
{
    private readonly Tensor plain; // what enters the layer in the base programs, [N, T, D]
    private readonly Tensor change; // what a swap of whole vectors would add: source minus base, [N, T, D]
    private readonly int[][] places;

    private SwapBatch(Tensor plain, Tensor change, int[][] places, int[] answers) =>
        (this.plain, this.change, this.places, Answers) = (plain, change, places, answers);

    /// <summary>The source programs' answers, [N].</summary>
    internal int[] Answers { get; }

    internal int Count => Answers.Length;

    /// <summary>Tokens of a program.</summary>
    internal int Length => plain.Size(1);

    internal static SwapBatch Of(Transformer model, int layer, IReadOnlyList<SwapPair> pairs)
    {
        Tensor before = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Base)]); // [N, T, D]
        Tensor after = Entering.Of(model, layer, [.. pairs.Select(pair => pair.Programs.Source)]); // [N, T, D]
        Span<float> difference = after.Values;
        TensorPrimitives.Subtract<float>(difference, before.Values, difference);
        return new SwapBatch(
            before, after, [.. pairs.Select(pair => pair.Places.ToArray())], [.. pairs.Select(pair => pair.Programs.SourceExecution.Value)]);
    }

    /// <summary>The principal components of largest variance of what stands at the places in the base programs.</summary>
    /// <param name="rank">How many.</param>
    internal Subspace LargestVariance(int rank)
    {
        int width = plain.Size(2);
        var vectors = new List<double>();
        for (int row = 0; row < Count; row++)
        {
            foreach (int place in places[row])
            {
                foreach (float value in plain.Row((row * Length) + place))
                {
                    vectors.Add(value);
                }
            }
        }

        PrincipalComponents components = PrincipalComponents.Of(new Features([.. vectors], width));
        return Subspace.Spanning(components.Directions.Take(Math.Min(rank, components.Rank)));
    }

    /// <summary>The directions in which sources and bases differ most at the places: principal components of the differences, taken from 0.</summary>
    /// <param name="rank">How many.</param>
    /// <returns>At most so many, [R][D], orthonormal.</returns>
    internal double[][] LargestDifference(int rank)
    {
        int width = change.Size(2);
        var vectors = new List<double>();
        for (int row = 0; row < Count; row++)
        {
            foreach (int place in places[row])
            {
                // Both signs, so that their mean is 0.
                foreach (int sign in new[] { 1, -1 })
                {
                    foreach (float value in change.Row((row * Length) + place))
                    {
                        vectors.Add(sign * value);
                    }
                }
            }
        }

        PrincipalComponents components = PrincipalComponents.Of(new Features([.. vectors], width));
        return [.. components.Directions.Take(Math.Min(rank, components.Rank)).Select(direction => direction.ToArray())];
    }

    /// <summary>What enters the layer when a subspace is swapped in some rows, [B,T,D].</summary>
    /// <param name="rows">Which rows, [B].</param>
    /// <param name="basis">Orthonormal vectors, [R][D].</param>
    internal Tensor Moved(int[] rows, double[][] basis)
    {
        var moved = new Tensor(rows.Length, plain.Size(1), plain.Size(2));
        for (int i = 0; i < rows.Length; i++)
        {
            plain.Part(rows[i]).Values.CopyTo(moved.Part(i).Values);
            foreach (int place in places[rows[i]])
            {
                ReadOnlySpan<float> whole = change.Row((rows[i] * Length) + place);
                Span<float> vector = moved.Row((i * Length) + place);
                foreach (double[] direction in basis)
                {
                    double along = Product(direction, whole);
                    for (int j = 0; j < vector.Length; j++)
                    {
                        vector[j] += (float)(along * direction[j]);
                    }
                }
            }
        }

        return moved;
    }

    /// <summary>
    /// The slope along each direction of the basis: of gradient . moved, as if the directions could be chosen freely. The projection has each
    /// of them twice, so both places count.
    /// </summary>
    /// <param name="rows">As given to <see cref="Moved"/>.</param>
    /// <param name="basis">As given to <see cref="Moved"/>.</param>
    /// <param name="gradient">Of what entered the layer, [B,T,D].</param>
    /// <returns>[R][D].</returns>
    internal double[][] Slope(int[] rows, double[][] basis, Tensor gradient)
    {
        double[][] slope = [.. basis.Select(direction => new double[direction.Length])];
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (int place in places[rows[i]])
            {
                ReadOnlySpan<float> whole = change.Row((rows[i] * Length) + place);
                ReadOnlySpan<float> own = gradient.Row((i * Length) + place);
                for (int r = 0; r < basis.Length; r++)
                {
                    (double inChange, double inGradient) = (Product(basis[r], whole), Product(basis[r], own));
                    for (int j = 0; j < whole.Length; j++)
                    {
                        slope[r][j] += (whole[j] * inGradient) + (own[j] * inChange);
                    }
                }
            }
        }

        return slope;
    }

    private static double Product(double[] direction, ReadOnlySpan<float> vector)
    {
        double sum = 0;
        for (int i = 0; i < direction.Length; i++)
        {
            sum += direction[i] * vector[i];
        }

        return sum;
    }
}
