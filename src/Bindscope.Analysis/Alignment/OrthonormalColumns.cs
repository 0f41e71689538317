namespace Bindscope.Analysis.Alignment;

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
