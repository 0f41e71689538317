namespace Bindscope.Analysis.Probes.Regression;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix, by rotations that bring one pair of its off-diagonal numbers after the other to zero
/// (Jacobi, 1846).
/// </summary>
/// <param name="Values">Rising.</param>
/// <param name="Vectors">Orthonormal, one for each value.</param>
internal sealed record SymmetricEigen(double[] Values, double[][] Vectors)
{
    private const int MostSweeps = 60;

    /// <summary>What is left beside the diagonal, as a share of all squares, where rounding ends the work.</summary>
    private const double Nothing = 1e-30;

    /// <summary>Decomposes.</summary>
    /// <param name="matrix">[size, size], symmetric.</param>
    /// <param name="size">Its size.</param>
    internal static SymmetricEigen Of(double[] matrix, int size)
    {
        double[][] rows = [.. matrix.Chunk(size).Select(row => (double[])row.Clone())];
        double[][] vectors = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j => i == j ? 1.0 : 0).ToArray())];
        double all = matrix.Sum(value => value * value);
        for (int sweep = 0; sweep < MostSweeps && Beside(rows) > Nothing * all; sweep++)
        {
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    Annihilate(rows, vectors, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, size).OrderBy(i => rows[i][i])];
        return new SymmetricEigen([.. order.Select(i => rows[i][i])], [.. order.Select(i => vectors[i])]);
    }

    private static double Beside(double[][] rows)
    {
        double sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                sum += 2 * rows[i][j] * rows[i][j];
            }
        }

        return sum;
    }

    /// <summary>Turns rows and columns p and q by the angle that makes the number where they meet zero.</summary>
    private static void Annihilate(double[][] rows, double[][] vectors, int p, int q)
    {
        double meeting = rows[p][q];
        if (meeting == 0)
        {
            return;
        }

        double ratio = (rows[q][q] - rows[p][p]) / (2 * meeting);
        double tangent = (ratio < 0 ? -1 : 1) / (Math.Abs(ratio) + Math.Sqrt((ratio * ratio) + 1));
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        double sine = tangent * cosine;
        Turn(rows[p], rows[q], cosine, sine);
        Turn(vectors[p], vectors[q], cosine, sine);
        foreach (double[] row in rows)
        {
            (row[p], row[q]) = ((cosine * row[p]) - (sine * row[q]), (sine * row[p]) + (cosine * row[q]));
        }

        rows[p][q] = rows[q][p] = 0;
    }

    private static void Turn(double[] first, double[] second, double cosine, double sine)
    {
        for (int i = 0; i < first.Length; i++)
        {
            (first[i], second[i]) = ((cosine * first[i]) - (sine * second[i]), (sine * first[i]) + (cosine * second[i]));
        }
    }
}
