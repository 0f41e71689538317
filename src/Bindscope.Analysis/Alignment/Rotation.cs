using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Subspaces;
using Bindscope.Interventions;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Tokens;

namespace Bindscope.Analysis.Alignment;

/// <summary>
/// Trains the first columns of a rotation so that swapping the subspace that they span gives the source's answer: Adam on any matrix of
/// that shape, of which the orthonormal factor of its QR decomposition is used.
/// </summary>
internal static class Rotation
{
    private const int Batch = 64;
    private const double Rate = 0.02;

    /// <summary>A fall of the loss by less than this share of its first value is none.</summary>
    private const double Still = 0.02;

    /// <summary>Trains.</summary>
    /// <param name="model">The model; its weights stay as they are.</param>
    /// <param name="layer">The layer whose input is rotated, 1-based.</param>
    /// <param name="pairs">What is learned from.</param>
    /// <param name="targets">The answers that are wanted, one a pair; null for the sources'.</param>
    /// <param name="rank">Dimensions.</param>
    /// <param name="steps">Gradient steps.</param>
    /// <param name="seed">Draws the batches, and the directions that <paramref name="start"/> does not give.</param>
    /// <param name="start">The first directions, [R][D], orthonormal; at most so many as the rank.</param>
    /// <param name="cancellation">Stops between steps.</param>
    internal static (Subspace Subspace, double Loss, bool Converged) Train(
        Transformer model, int layer, SwapBatch pairs, int[]? targets, int rank, int steps, Seed seed, double[][] start, CancellationToken cancellation)
    {
        RandomStream random = seed.Stream();
        int width = model.Spec.Width;
        var matrix = new float[rank * width]; // [R, D]: the columns, one after the other
        for (int i = 0; i < rank; i++)
        {
            double[] direction = i < start.Length ? start[i] : RandomSubspaces.Direction(width, ref random);
            Array.ConvertAll(direction, value => (float)value).CopyTo(matrix, i * width);
        }

        var adam = new Adam(matrix);
        var losses = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = new int[Math.Min(Batch, pairs.Count)];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = random.Next(pairs.Count);
            }

            var orthonormal = OrthonormalColumns.Of(matrix, width);
            int[] wanted = Array.ConvertAll(rows, row => (targets ?? pairs.Answers)[row]);
            (losses[step], double[][] slope) = Loss(model, layer, pairs, rows, orthonormal.Basis, wanted);

            // Down to nothing at the end, so that the last steps settle.
            adam.Step(Rate * (1 - ((double)step / steps)), orthonormal.Backward(slope));
        }

        int tenth = Math.Max(1, steps / 10);
        double last = losses[^tenth..].Average();
        double before = losses[^(2 * tenth)..^tenth].Average();
        var subspace = Subspace.Spanning(OrthonormalColumns.Of(matrix, width).Basis);
        return (subspace, last, before - last <= Still * losses[..tenth].Average());
    }

    /// <summary>Mean cross-entropy of the wanted digits at the colon, and its slope along each direction.</summary>
    internal static (double Loss, double[][] Slope) Loss(
        Transformer model, int layer, SwapBatch pairs, int[] rows, double[][] basis, int[] wanted)
    {
        using Trace trace = model.TraceFrom(layer, pairs.Moved(rows, basis), new SequenceLayout(pairs.Length));
        Tensor logits = model.Unembed(Prompts.AtColon(trace.Residual)); // [B, V]
        var gradient = new Tensor(logits.Shape);
        double loss = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            Span<float> slope = gradient.Row(row)[..Tokenizer.DigitCount];
            loss += CrossEntropy.Of(logits.Row(row)[..Tokenizer.DigitCount], wanted[row], 1f / rows.Length, slope);
        }

        var entering = new Site(SiteKind.ResidualIn, layer);
        var recorder = new ActivationRecorder(site => site == entering);
        trace.Backward([.. rows.Select((_, row) => (row * pairs.Length) + pairs.Length - 1)], gradient, recorder);
        return (loss, pairs.Slope(rows, basis, recorder[entering]));
    }
}

/// <summary>
/// The orthonormal factor of a matrix's QR decomposition, by the Gram-Schmidt process done twice, and the gradient through it of what
/// depends on the spanned subspace alone: the matrix M is Q R, the projection P = Q Q^T moves with M by (I - P) dM R^-1 Q^T and its transpose, so a
/// slope S along the columns of Q becomes (I - P) S R^-T along those of M.
/// </summary>
internal sealed class OrthonormalColumns
{
    private readonly double[,] triangle; // R, [R, R]; zero below the diagonal

    private OrthonormalColumns(double[][] basis, double[,] triangle) => (Basis, this.triangle) = (basis, triangle);

    /// <summary>The columns of Q, [R][D].</summary>
    internal double[][] Basis { get; }

    /// <summary>Decomposes.</summary>
    /// <param name="matrix">M's columns, one after the other, [R*D]; none a combination of those before it.</param>
    /// <param name="width">D.</param>
    internal static OrthonormalColumns Of(float[] matrix, int width)
    {
        double[][] basis = [.. matrix.Chunk(width).Select(column => Array.ConvertAll(column, value => (double)value))];
        var triangle = new double[basis.Length, basis.Length];
        for (int column = 0; column < basis.Length; column++)
        {
            double[] own = basis[column];
            for (int pass = 0; pass < 2; pass++)
            {
                for (int earlier = 0; earlier < column; earlier++)
                {
                    double along = Product(own, basis[earlier]);
                    triangle[earlier, column] += along;
                    Add(own, basis[earlier], -along);
                }
            }

            double norm = triangle[column, column] = Math.Sqrt(Product(own, own));
            basis[column] = Array.ConvertAll(own, value => value / norm);
        }

        return new OrthonormalColumns(basis, triangle);
    }

    /// <summary>The slope along M's columns.</summary>
    /// <param name="slope">Along those of Q, [R][D]; changed.</param>
    /// <returns>[R*D].</returns>
    internal float[] Backward(double[][] slope)
    {
        foreach (double[] column in slope)
        {
            foreach (double[] direction in Basis)
            {
                Add(column, direction, -Product(column, direction));
            }
        }

        // X R^T = S, from the last column on: R is zero below its diagonal.
        for (int column = slope.Length - 1; column >= 0; column--)
        {
            for (int later = column + 1; later < slope.Length; later++)
            {
                Add(slope[column], slope[later], -triangle[column, later]);
            }

            double scale = triangle[column, column];
            slope[column] = Array.ConvertAll(slope[column], value => value / scale);
        }

        return [.. slope.SelectMany(column => column).Select(value => (float)value)];
    }

    private static double Product(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Add(double[] target, double[] vector, double factor)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += vector[i] * factor;
        }
    }
}
