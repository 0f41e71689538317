namespace Bindscope.Model.Kernels;

/// <summary>
/// One update of Muon for one weight matrix: the direction of the smoothed gradient with all its singular values brought near 1, so that
/// directions with a small gradient move as far as those with a large one.
/// </summary>
/// <remarks>K. Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks": Nesterov momentum, then Newton-Schulz
/// iterations with their quintic polynomial, and an update scaled by sqrt(max(1, rows / columns)). The polynomial does not converge to 1:
/// it leaves the singular values between about 0.7 and 1.2, which is enough. No weight decay.</remarks>
public static class Muon
{
    private const float A = 3.4445f, B = -4.775f, C = 2.0315f;

    /// <summary>The matrix products work on widths that are multiples of this; what is filled up with zeros stays zero.</summary>
    private const int Multiple = MatrixTiles.Columns;

    /// <summary>Updates a matrix and its momentum in place.</summary>
    /// <param name="weights">[rows, columns].</param>
    /// <param name="gradient">[rows, columns]; not changed.</param>
    /// <param name="momentum">[rows, columns]: running mean of the gradient.</param>
    /// <param name="rows">Outputs of the layer.</param>
    /// <param name="columns">Inputs of the layer.</param>
    /// <param name="rate">Learning rate of this update.</param>
    /// <param name="keep">Share of the momentum that is kept, in [0, 1).</param>
    /// <param name="iterations">Newton-Schulz iterations, 1 or more.</param>
    /// <exception cref="ArgumentException">The lengths are not rows * columns.</exception>
    public static unsafe void Step(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> momentum, int rows, int columns, double rate, double keep, int iterations)
    {
        var count = rows * columns;
        if (weights.Length != count || gradient.Length != count || momentum.Length != count)
        {
            throw new ArgumentException($"weights, gradient and momentum must have {rows} * {columns} elements", nameof(weights));
        }

        // The shorter side comes first: the products of the iteration are then the smaller ones.
        var turned = rows > columns;
        var height = RoundUp(Math.Min(rows, columns));
        var width = RoundUp(Math.Max(rows, columns));
        var square = height * height;
        var scratch = Scratch.Rent(3L * height * width + 3L * square + width + 8L * (height + width));
        var matrix = scratch.Take(height * width);
        var next = scratch.Take(height * width);
        var panels = scratch.Take(height * width);
        var gram = scratch.Take(square);
        var gramSquared = scratch.Take(square);
        var gramPanels = scratch.Take(square);
        var zeros = scratch.Take(width);
        var edge = scratch.Take(MatrixTiles.Rows * (height + width));

        var kept = (float)keep;
        double sum = 0;
        var (rowStride, columnStride) = turned ? (1, width) : (width, 1);
        for (int row = 0, i = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++, i++)
            {
                momentum[i] = kept * momentum[i] + (1 - kept) * gradient[i];
                var direction = kept * momentum[i] + (1 - kept) * gradient[i];
                matrix[row * rowStride + column * columnStride] = direction;
                sum += (double)direction * direction;
            }
        }

        // The largest singular value is at most the norm, so that the iteration starts from 0 to 1.
        var scale = (float)(1 / (Math.Sqrt(sum) + 1e-20));
        for (var i = 0; i < height * width; i++)
        {
            matrix[i] *= scale;
        }

        for (var iteration = 0; iteration < iterations; iteration++)
        {
            // X <- (a + b X X' + c (X X')^2) X
            MatrixProducts.PackTransposed(matrix, height, width, panels);
            MatrixProducts.Product(matrix, height, width, panels, height, zeros, edge, gram);
            MatrixProducts.Pack(gram, height, height, gramPanels);
            MatrixProducts.Product(gram, height, height, gramPanels, height, zeros, edge, gramSquared);
            for (var i = 0; i < square; i++)
            {
                gram[i] = B * gram[i] + C * gramSquared[i];
            }

            for (var i = 0; i < height; i++)
            {
                gram[i * height + i] += A;
            }

            MatrixProducts.Pack(matrix, height, width, panels);
            MatrixProducts.Product(gram, height, height, panels, width, zeros, edge, next);
            var result = next;
            next = matrix;
            matrix = result;
        }

        var step = (float)(rate * Math.Sqrt(Math.Max(1, (double)rows / columns)));
        for (int row = 0, i = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++, i++)
            {
                weights[i] -= step * matrix[row * rowStride + column * columnStride];
            }
        }
    }

    private static int RoundUp(int size) => (size + Multiple - 1) / Multiple * Multiple;
}
