using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bindscope.Torch.Kernels;

/// <summary>
/// The three products of a linear layer, in pieces that fit into the first-level cache. Widths are multiples of 32 and small enough for
/// a panel of thirty-two columns to stay in the second-level cache; the number of rows is any.
/// </summary>
internal static unsafe class MatrixProducts
{
    /// <summary>Floats of the left matrix that are walked through at once: half of a first-level cache of 48 KiB.</summary>
    private const int ChunkFloats = 6144;

    /// <summary>result = left * right + start, for a right matrix in panels.</summary>
    /// <param name="left">[rows, depth].</param>
    /// <param name="rows">Any.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="panels">[columns / 32, depth, 32].</param>
    /// <param name="columns">A multiple of 32.</param>
    /// <param name="start">[columns], added to every row.</param>
    /// <param name="edge">Room for eight rows of left and of result, where the last rows are not eight.</param>
    /// <param name="result">[rows, columns]; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product(float* left, int rows, int depth, float* panels, int columns, float* start, float* edge, float* result)
    {
        int whole = rows / MatrixTiles.Rows * MatrixTiles.Rows;
        int chunk = Math.Max(MatrixTiles.Rows, ChunkFloats / depth / MatrixTiles.Rows * MatrixTiles.Rows);
        for (int row = 0; row < whole; row += chunk)
        {
            int count = Math.Min(chunk, whole - row);
            int next = Math.Min(chunk, whole - row - count);
            Rows(left + (nint)row * depth, count, next, depth, panels, columns, start, result + (nint)row * columns);
        }
        if (whole < rows)
        {
            int rest = rows - whole;
            float* edgeResult = edge + MatrixTiles.Rows * depth;
            Copy(left + (nint)whole * depth, edge, rest * depth);
            Rows(edge, MatrixTiles.Rows, 0, depth, panels, columns, start, edgeResult);
            Copy(edgeResult, result + (nint)whole * columns, rest * columns);
        }
    }

    /// <summary>result = transposed left * right, the sum of the outer products of their rows.</summary>
    /// <param name="left">[rows, leftColumns].</param>
    /// <param name="leftColumns">A multiple of 8.</param>
    /// <param name="right">[rows, rightColumns].</param>
    /// <param name="rightColumns">A multiple of 32.</param>
    /// <param name="rows">Any.</param>
    /// <param name="result">[leftColumns, rightColumns]; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ProductOfTransposed(float* left, int leftColumns, float* right, int rightColumns, int rows, float* result)
    {
        new Span<float>(result, leftColumns * rightColumns).Clear();
        int chunk = Math.Max(32, ChunkFloats / rightColumns);
        for (int row = 0; row < rows; row += chunk)
        {
            int depth = Math.Min(chunk, rows - row);
            int next = Math.Min(chunk, rows - row - depth);
            for (int r = 0; r < leftColumns; r += MatrixTiles.Rows)
            {
                float* leftPart = left + (nint)row * leftColumns + r;
                Lanes.FetchPart(left + (nint)(row + depth) * leftColumns, next * leftColumns, r, MatrixTiles.Rows, leftColumns);
                Lanes.FetchPart(right + (nint)(row + depth) * rightColumns, next * rightColumns, r, MatrixTiles.Rows, leftColumns);
                for (int c = 0; c < rightColumns; c += MatrixTiles.Columns)
                {
                    float* rightPart = right + (nint)row * rightColumns + c;
                    float* target = result + (nint)r * rightColumns + c;
                    MatrixTiles.AddProductOfTransposed(leftPart, leftColumns, rightPart, rightColumns, depth, target);
                }
            }
        }
    }

    /// <summary>result[c] = sum over the rows of matrix[r, c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ColumnSums(float* matrix, int rows, int columns, float* result)
    {
        for (int c = 0; c < columns; c += MatrixTiles.Columns)
        {
            Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default;
            float* at = matrix + c;
            int row = 0;
            for (; row + 2 <= rows; row += 2)
            {
                a0 += Vector512.Load(at);
                b0 += Vector512.Load(at + 16);
                a1 += Vector512.Load(at + columns);
                b1 += Vector512.Load(at + columns + 16);
                at += 2 * (nint)columns;
            }
            if (row < rows)
            {
                a0 += Vector512.Load(at);
                b0 += Vector512.Load(at + 16);
            }
            (a0 + a1).Store(result + c);
            (b0 + b1).Store(result + c + 16);
        }
    }

    /// <summary>Writes a matrix [rows, columns] as panels [columns / 32, rows, 32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* matrix, int rows, int columns, float* panels)
    {
        for (int c = 0; c < columns; c += MatrixTiles.Columns)
        {
            for (int row = 0; row < rows; row++)
            {
                float* source = matrix + (nint)row * columns + c;
                Vector512.Load(source).Store(panels);
                Vector512.Load(source + 16).Store(panels + 16);
                panels += MatrixTiles.Columns;
            }
        }
    }

    /// <summary>Writes the transpose of a matrix [rows, columns] as panels [rows / 32, columns, 32].</summary>
    public static void PackTransposed(float* matrix, int rows, int columns, float* panels)
    {
        for (int row = 0; row < rows; row += 8)
        {
            float* panel = panels + (nint)(row / MatrixTiles.Columns) * columns * MatrixTiles.Columns + row % MatrixTiles.Columns;
            Lanes.TransposeEightRows(matrix + (nint)row * columns, columns, columns, panel, MatrixTiles.Columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(float* left, int rows, int next, int depth, float* panels, int columns, float* start, float* result)
    {
        for (int c = 0; c < columns; c += MatrixTiles.Columns)
        {
            float* panel = panels + (nint)c * depth;
            Lanes.FetchPart(left + (nint)rows * depth, next * depth, c, MatrixTiles.Columns, columns);
            Lanes.FetchPart(result + (nint)rows * columns, next * columns, c, MatrixTiles.Columns, columns);
            for (int row = 0; row < rows; row += MatrixTiles.Rows)
            {
                MatrixTiles.Product(left + (nint)row * depth, depth, panel, depth, start + c, result + (nint)row * columns + c, columns);
            }
        }
    }

    private static void Copy(float* source, float* target, int count) =>
        new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
}
