using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bindscope.Numerics;

/// <summary>result += transposed left * right, the sum of the outer products of their rows: the gradient of a linear layer's weight.</summary>
internal static unsafe class TransposedProduct
{
    /// <summary>Rows that are taken at once where the matrices are wide and packed for it: 24 KiB of the right one with lanes of 512 bits.</summary>
    private const int PackedRows = 192;

    /// <summary>From so many columns of the right matrix on, too few rows of it would stay in the first-level cache.</summary>
    private const int Wide = 256;

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
        if (rightColumns >= Wide)
        {
            AddPacked<TLane>(left, leftColumns, right, rightColumns, rows, result);
            return;
        }

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

    /// <summary>The same with both matrices copied, so that what a tile reads lies together and each part of the result is met once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPacked<TLane>(float* left, int leftColumns, float* right, int rightColumns, int rows, float* result)
        where TLane : struct, ILane<TLane>
    {
        int tileRows = MatrixTiles<TLane>.Rows;
        int tileColumns = MatrixTiles<TLane>.Columns;
        float* tile = stackalloc float[MatrixTiles<TLane>.Rows * MatrixTiles<TLane>.Columns];
        int most = Lanes.RoundUp(Math.Min(rows, PackedRows), 16);
        int leftPadded = Lanes.RoundUp(leftColumns, tileRows);
        Scratch scratch = Scratch.Rent(most * (leftPadded + tileColumns));
        float* leftPanels = scratch.TakeAny(most * leftPadded);
        float* rightPanel = scratch.TakeAny(most * tileColumns);
        for (int row = 0; row < rows; row += PackedRows)
        {
            int depth = Math.Min(PackedRows, rows - row);
            for (int r = 0; r < leftColumns; r += tileRows)
            {
                float* from = left + ((nint)row * leftColumns) + r;
                CopyColumns(from, leftColumns, leftPanels + ((nint)r * depth), tileRows, depth, Math.Min(tileRows, leftColumns - r));
            }

            for (int c = 0; c < rightColumns; c += tileColumns)
            {
                int width = Math.Min(tileColumns, rightColumns - c);
                CopyColumns(right + ((nint)row * rightColumns) + c, rightColumns, rightPanel, tileColumns, depth, width);
                for (int r = 0; r < leftColumns; r += tileRows)
                {
                    float* target = result + ((nint)r * rightColumns) + c;
                    float* panel = leftPanels + ((nint)r * depth);
                    int height = Math.Min(tileRows, leftColumns - r);
                    if (height == tileRows && width == tileColumns)
                    {
                        MatrixTiles<TLane>.AddTransposed(panel, tileRows, rightPanel, tileColumns, depth, target, rightColumns);
                    }
                    else
                    {
                        Rows.Copy(target, rightColumns, tile, tileColumns, height, width);
                        MatrixTiles<TLane>.AddTransposed(panel, tileRows, rightPanel, tileColumns, depth, tile, tileColumns);
                        Rows.Copy(tile, tileColumns, target, rightColumns, height, width);
                    }
                }
            }
        }
    }

    /// <summary>Copies some columns; of a narrower rest, the other columns are whatever was there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyColumns(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns; i += 4)
            {
                if (i + 4 <= columns)
                {
                    Vector128.Load(source + i).Store(target + i);
                    continue;
                }

                for (int rest = i; rest < columns; rest++)
                {
                    target[rest] = source[rest];
                }
            }

            source += sourceStride;
            target += targetStride;
        }
    }
}
