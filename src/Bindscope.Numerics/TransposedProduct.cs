using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>result += transposed left * right, the sum of the outer products of their rows: the gradient of a linear layer's weight.</summary>
internal static unsafe class TransposedProduct
{
    /// <summary>Floats of the right matrix that are walked through at once: half of a first-level cache of 48 KiB.</summary>
    private const int FirstLevelFloats = 6144;

    /// <summary>Adds the product. Up to a tile beyond the last row of left and of right is read and thrown away.</summary>
    /// <param name="left">[rows, leftColumns], dense.</param>
    /// <param name="leftColumns">Rows of the result.</param>
    /// <param name="right">[rows, rightColumns], dense.</param>
    /// <param name="rightColumns">Columns of the result.</param>
    /// <param name="rows">The inner dimension.</param>
    /// <param name="result">[leftColumns, rightColumns], dense; added to.</param>
    internal static void Add(float* left, int leftColumns, float* right, int rightColumns, int rows, float* result)
    {
        if (Lanes.Is512)
        {
            Add<Lane512>(left, leftColumns, right, rightColumns, rows, result);
        }
        else if (Lanes.Is256)
        {
            Add<Lane256>(left, leftColumns, right, rightColumns, rows, result);
        }
        else
        {
            Add<Lane128>(left, leftColumns, right, rightColumns, rows, result);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<TLane>(float* left, int leftColumns, float* right, int rightColumns, int rows, float* result)
        where TLane : struct, ILane<TLane>
    {
        int tileRows = MatrixTiles<TLane>.Rows;
        int tileColumns = MatrixTiles<TLane>.Columns;
        float* tile = stackalloc float[MatrixTiles<TLane>.Rows * MatrixTiles<TLane>.Columns];
        int chunk = Math.Max(32, FirstLevelFloats / rightColumns);
        for (int row = 0; row < rows; row += chunk)
        {
            int depth = Math.Min(chunk, rows - row);
            float* leftRows = left + ((nint)row * leftColumns);
            float* rightRows = right + ((nint)row * rightColumns);
            for (int r = 0; r < leftColumns; r += tileRows)
            {
                for (int c = 0; c < rightColumns; c += tileColumns)
                {
                    float* target = result + ((nint)r * rightColumns) + c;
                    int height = Math.Min(tileRows, leftColumns - r);
                    int width = Math.Min(tileColumns, rightColumns - c);
                    if (height == tileRows && width == tileColumns)
                    {
                        MatrixTiles<TLane>.AddTransposed(leftRows + r, leftColumns, rightRows + c, rightColumns, depth, target, rightColumns);
                    }
                    else
                    {
                        Rows.Copy(target, rightColumns, tile, tileColumns, height, width);
                        MatrixTiles<TLane>.AddTransposed(leftRows + r, leftColumns, rightRows + c, rightColumns, depth, tile, tileColumns);
                        Rows.Copy(tile, tileColumns, target, rightColumns, height, width);
                    }
                }
            }
        }
    }
}
