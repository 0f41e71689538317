using System.Runtime.CompilerServices;

namespace Bindscope.Numerics;

/// <summary>
/// The right factor of a matrix product, and what is added to each row of it, in panels of as many columns as the inner loop keeps in
/// registers. Each result is one chain of additions over the inner dimension in its order, whatever the other rows are: the same row gives
/// the same bits in any company.
/// </summary>
internal sealed unsafe class PackedMatrix
{
    /// <summary>Floats of the left matrix that are walked through at once: half of a first-level cache of 48 KiB.</summary>
    private const int FirstLevelFloats = 6144;

    /// <summary>A matrix up to this size stays in the second-level cache. Of a larger one each panel is read once for all rows.</summary>
    private const int SecondLevelFloats = 131_072;

    /// <summary>Of a panel so much of the inner dimension is walked through for all rows before the next: 32 KiB with lanes of 512 bits.</summary>
    private const int DepthAtOnce = 256;

    private readonly Tensor panels;
    private readonly Tensor start;
    private readonly Tensor zeros;
    private readonly int panelColumns;
    private readonly int rowsAtOnce;

    /// <summary>Zeros, to be filled by one of the Pack methods.</summary>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="columns">Columns of the result.</param>
    internal PackedMatrix(int depth, int columns)
    {
        (Depth, Columns) = (depth, columns);
        panelColumns = 2 * Lanes.Count;
        int padded = Lanes.RoundUp(columns, panelColumns);
        panels = new Tensor(padded, depth);
        start = new Tensor(padded);
        zeros = new Tensor(padded);
        int tileRows = Lanes.Is512 ? MatrixTiles<Lane512>.Rows : Lanes.Is256 ? MatrixTiles<Lane256>.Rows : MatrixTiles<Lane128>.Rows;
        rowsAtOnce = (long)depth * padded <= SecondLevelFloats ? Math.Max(tileRows, FirstLevelFloats / depth / tileRows * tileRows) : int.MaxValue / 2;
    }

    /// <summary>The inner dimension: inputs of a linear layer.</summary>
    internal int Depth { get; }

    /// <summary>Columns of the result: outputs of a linear layer.</summary>
    internal int Columns { get; }

    /// <summary>Takes a matrix [depth, columns].</summary>
    internal void Pack(float* matrix)
    {
        for (int column = 0; column < Columns; column += panelColumns)
        {
            int count = Math.Min(panelColumns, Columns - column);
            Rows.Copy(matrix + column, Columns, Panel(column), panelColumns, Depth, count);
        }
    }

    /// <summary>Takes the transpose of a matrix [columns, depth], and what is added to every row of the result, [columns] or null.</summary>
    internal void PackTransposed(float* matrix, float* bias)
    {
        for (int column = 0; column < Columns; column += panelColumns)
        {
            int count = Math.Min(panelColumns, Columns - column);
            Rows.Transpose(matrix + ((nint)column * Depth), Depth, count, Depth, Panel(column), panelColumns);
        }

        if (bias is not null)
        {
            Rows.Copy(bias, start.Pointer, Columns);
        }
    }

    /// <summary>result = left * this + bias.</summary>
    /// <param name="left">[rows, depth].</param>
    /// <param name="leftStride">Floats between two rows.</param>
    /// <param name="rows">Any number.</param>
    /// <param name="result">[rows, columns]; just these are overwritten.</param>
    /// <param name="resultStride">Floats between two rows.</param>
    internal void Run(float* left, nint leftStride, int rows, float* result, nint resultStride) =>
        Run(left, leftStride, rows, 0, Columns, result, resultStride);

    /// <summary>Some columns of it.</summary>
    /// <param name="left">[rows, depth].</param>
    /// <param name="leftStride">Floats between two rows.</param>
    /// <param name="rows">Any number.</param>
    /// <param name="first">The first column.</param>
    /// <param name="count">How many.</param>
    /// <param name="result">[rows, count]; just these are overwritten.</param>
    /// <param name="resultStride">Floats between two rows.</param>
    internal void Run(float* left, nint leftStride, int rows, int first, int count, float* result, nint resultStride) =>
        Run(left, leftStride, rows, new Part(first, count, 0, Depth, start.Pointer), result, resultStride);

    /// <summary>What a part of the inner dimension contributes, without the bias: one head's share of attention's output layer.</summary>
    /// <param name="left">[rows, depth]: the values of these inputs alone.</param>
    /// <param name="leftStride">Floats between two rows.</param>
    /// <param name="rows">Any number.</param>
    /// <param name="firstDepth">The first of these inputs.</param>
    /// <param name="depth">How many.</param>
    /// <param name="result">[rows, columns]; just these are overwritten.</param>
    /// <param name="resultStride">Floats between two rows.</param>
    internal void RunOfDepth(float* left, nint leftStride, int rows, int firstDepth, int depth, float* result, nint resultStride) =>
        Run(left, leftStride, rows, new Part(0, Columns, firstDepth, depth, zeros.Pointer), result, resultStride);

    private void Run(float* left, nint leftStride, int rows, in Part part, float* result, nint resultStride)
    {
        if (Lanes.Is512)
        {
            Run<Lane512>(left, leftStride, rows, part, result, resultStride);
        }
        else if (Lanes.Is256)
        {
            Run<Lane256>(left, leftStride, rows, part, result, resultStride);
        }
        else
        {
            Run<Lane128>(left, leftStride, rows, part, result, resultStride);
        }
    }

    private float* Panel(int column) => panels.Pointer + ((nint)column * Depth);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TLane>(float* left, nint leftStride, int rows, in Part part, float* result, nint resultStride)
        where TLane : struct, ILane<TLane>
    {
        int tileRows = MatrixTiles<TLane>.Rows;
        int whole = rows / tileRows * tileRows;
        float* tile = stackalloc float[MatrixTiles<TLane>.Rows * MatrixTiles<TLane>.Columns];
        for (int row = 0; row < whole; row += rowsAtOnce)
        {
            int some = Math.Min(rowsAtOnce, whole - row);
            Panels<TLane>(left + (row * leftStride), leftStride, some, part, result + (row * resultStride), resultStride, tile);
        }

        if (whole < rows)
        {
            int rest = rows - whole;
            int edgeFloats = tileRows * Lanes.RoundUp(part.Depth, 16);
            Scratch scratch = Scratch.Rent(edgeFloats + (tileRows * part.Count));
            float* edge = scratch.Take(edgeFloats);
            float* edgeResult = scratch.Take(tileRows * part.Count);
            Rows.Copy(left + (whole * leftStride), leftStride, edge, part.Depth, rest, part.Depth);
            Panels<TLane>(edge, part.Depth, tileRows, part, edgeResult, part.Count, tile);
            Rows.Copy(edgeResult, part.Count, result + (whole * resultStride), resultStride, rest, part.Count);
        }
    }

    /// <summary>All panels for a number of rows that is a multiple of a tile's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Panels<TLane>(float* left, nint leftStride, int rows, in Part part, float* result, nint resultStride, float* tile)
        where TLane : struct, ILane<TLane>
    {
        int tileRows = MatrixTiles<TLane>.Rows;
        int columns = MatrixTiles<TLane>.Columns;
        (int depth, int end) = (part.Depth, part.First + part.Count);
        for (int column = part.First / columns * columns; column < end; column += columns)
        {
            float* panel = Panel(column) + ((nint)part.FirstDepth * columns);
            float* sum = part.Start + column;
            int from = Math.Max(column, part.First);
            int to = Math.Min(column + columns, end);
            float* target = result + (from - part.First);
            for (int row = 0; row < rows && to - from < columns; row += tileRows)
            {
                MatrixTiles<TLane>.Product(left + (row * leftStride), leftStride, panel, depth, sum, 0, tile, columns);
                Rows.Copy(tile + (from - column), columns, target + (row * resultStride), resultStride, tileRows, to - from);
            }

            // A piece of the panel stays in the first-level cache for all rows; the sums go on where the piece before left them.
            for (int at = 0; at < depth && to - from == columns; at += DepthAtOnce)
            {
                float* piece = panel + ((nint)at * columns);
                int some = Math.Min(DepthAtOnce, depth - at);
                for (int row = 0; row < rows; row += tileRows)
                {
                    float* here = target + (row * resultStride);
                    float* begin = at == 0 ? sum : here;
                    nint stride = at == 0 ? 0 : resultStride;
                    MatrixTiles<TLane>.Product(left + (row * leftStride) + at, leftStride, piece, some, begin, stride, here, resultStride);
                }
            }
        }
    }

    /// <summary>Which columns, which part of the inner dimension, and what is added to each row, [padded columns].</summary>
    private readonly struct Part(int first, int count, int firstDepth, int depth, float* start)
    {
        internal readonly int First = first;
        internal readonly int Count = count;
        internal readonly int FirstDepth = firstDepth;
        internal readonly int Depth = depth;
        internal readonly float* Start = start;
    }
}
