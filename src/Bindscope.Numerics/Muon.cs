namespace Bindscope.Numerics;

/// <summary>
/// Updates of Muon for weight matrices of one shape: the direction of the smoothed gradient with all its singular values brought near 1, so
/// that directions with a small gradient move as far as those with a large one.
/// </summary>
/// <remarks>K. Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks": Nesterov momentum, then Newton-Schulz
/// iterations with their quintic polynomial, and an update scaled by sqrt(max(1, rows / columns)). The polynomial does not converge to 1:
/// it leaves the singular values between about 0.7 and 1.2, which is enough. No weight decay.</remarks>
public sealed unsafe class Muon
{
    private const float A = 3.4445f;
    private const float B = -4.775f;
    private const float C = 2.0315f;

    private readonly int rows;
    private readonly int columns;
    private readonly int height;
    private readonly int width;
    private readonly Tensor gram;
    private readonly Tensor squared;
    private readonly PackedMatrix transposed;
    private readonly PackedMatrix gramPanels;
    private readonly PackedMatrix panels;
    private Tensor matrix;
    private Tensor next;

    /// <summary>Takes the memory.</summary>
    /// <param name="rows">Outputs of the layer.</param>
    /// <param name="columns">Inputs of the layer.</param>
    public Muon(int rows, int columns)
    {
        // The shorter side comes first: the products of the iteration are then the smaller ones.
        (this.rows, this.columns) = (rows, columns);
        (height, width) = (Math.Min(rows, columns), Math.Max(rows, columns));
        (matrix, next) = (new Tensor(height, width), new Tensor(height, width));
        (gram, squared) = (new Tensor(height, height), new Tensor(height, height));
        transposed = new PackedMatrix(width, height);
        gramPanels = new PackedMatrix(height, height);
        panels = new PackedMatrix(height, width);
    }

    /// <summary>Updates a matrix and its momentum in place.</summary>
    /// <param name="weights">[rows, columns].</param>
    /// <param name="gradient">[rows, columns]; not changed.</param>
    /// <param name="momentum">[rows, columns]: running mean of the gradient.</param>
    /// <param name="rate">Learning rate of this update.</param>
    /// <param name="keep">Share of the momentum that is kept, in [0, 1).</param>
    /// <param name="iterations">Newton-Schulz iterations, 1 or more.</param>
    /// <exception cref="ArgumentException">The lengths are not rows * columns.</exception>
    public void Step(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> momentum, double rate, double keep, int iterations)
    {
        int count = rows * columns;
        if (weights.Length != count || gradient.Length != count || momentum.Length != count)
        {
            throw new ArgumentException($"weights, gradient and momentum must have {rows} * {columns} elements", nameof(weights));
        }

        var kept = (float)keep;
        double sum = 0;
        (int rowStride, int columnStride) = rows > columns ? (1, width) : (width, 1);
        for (int row = 0, i = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++, i++)
            {
                momentum[i] = (kept * momentum[i]) + ((1 - kept) * gradient[i]);
                float direction = (kept * momentum[i]) + ((1 - kept) * gradient[i]);
                matrix.Pointer[(row * rowStride) + (column * columnStride)] = direction;
                sum += (double)direction * direction;
            }
        }

        // The largest singular value is at most the norm, so that the iteration starts from 0 to 1.
        Rows.Scale(matrix.Pointer, (float)(1 / (Math.Sqrt(sum) + 1e-20)), matrix.Pointer, count);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            Iterate();
        }

        var step = (float)(rate * Math.Sqrt(Math.Max(1, (double)rows / columns)));
        for (int row = 0, i = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++, i++)
            {
                weights[i] -= step * matrix.Pointer[(row * rowStride) + (column * columnStride)];
            }
        }
    }

    /// <summary>X = (a + b X X^T + c (X X^T)^2) X.</summary>
    private void Iterate()
    {
        transposed.PackTransposed(matrix.Pointer, null);
        transposed.Run(matrix.Pointer, width, height, gram.Pointer, height);
        gramPanels.Pack(gram.Pointer);
        gramPanels.Run(gram.Pointer, height, height, squared.Pointer, height);
        Rows.Scale(gram.Pointer, B, gram.Pointer, height * height);
        Rows.AddScaled(squared.Pointer, C, gram.Pointer, height * height);
        for (int i = 0; i < height; i++)
        {
            gram.Pointer[(i * height) + i] += A;
        }

        panels.Pack(matrix.Pointer);
        panels.Run(gram.Pointer, height, height, next.Pointer, width);
        (matrix, next) = (next, matrix);
    }
}
