using System.Numerics;

namespace Bindscope.Analysis.Probes.Regression;

/// <summary>Products of matrices in double precision, as wide as the processor's vectors are; row after row, on one thread.</summary>
internal static class Products
{
    private const int Rows = 4;

    /// <summary>Rows whose values stay in the first-level cache while every column of a transposed product passes over them.</summary>
    private const int CachedRows = 64;

    /// <summary>product[r, c] = sum over d of left[r, d] * right[d, c].</summary>
    /// <param name="left">[rows, depth].</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="right">[depth, columns].</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="product">[rows, columns]; overwritten.</param>
    internal static void Multiply(
        ReadOnlySpan<double> left, int depth, ReadOnlySpan<double> right, int columns, Span<double> product)
    {
        int rows = left.Length / depth;
        int row = 0;
        for (; row + Rows <= rows; row += Rows)
        {
            FourRows(left.Slice(row * depth, Rows * depth), depth, right, columns, product.Slice(row * columns, Rows * columns));
        }

        for (; row < rows; row++)
        {
            Span<double> target = product.Slice(row * columns, columns);
            target.Clear();
            for (int d = 0; d < depth; d++)
            {
                AddScaled(target, right.Slice(d * columns, columns), left[(row * depth) + d]);
            }
        }
    }

    /// <summary>product[r, c] = sum over d of left[d, r] * right[d, c].</summary>
    /// <param name="left">[depth, rows].</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="right">[depth, columns].</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="product">[rows, columns]; overwritten.</param>
    internal static void MultiplyTransposed(
        ReadOnlySpan<double> left, int rows, ReadOnlySpan<double> right, int columns, Span<double> product)
    {
        int depth = left.Length / rows;
        product.Clear();
        for (int first = 0; first < depth; first += CachedRows)
        {
            int count = Math.Min(CachedRows, depth - first);
            AddTransposed(left.Slice(first * rows, count * rows), rows, right.Slice(first * columns, count * columns), columns, product);
        }
    }

    /// <summary>target += factor * vector.</summary>
    internal static void AddScaled(Span<double> target, ReadOnlySpan<double> vector, double factor)
    {
        int i = 0;
        var factors = new Vector<double>(factor);
        for (; i + Vector<double>.Count <= target.Length; i += Vector<double>.Count)
        {
            Vector.FusedMultiplyAdd(new Vector<double>(vector[i..]), factors, new Vector<double>(target[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = Math.FusedMultiplyAdd(vector[i], factor, target[i]);
        }
    }

    private static void FourRows(ReadOnlySpan<double> left, int depth, ReadOnlySpan<double> right, int columns, Span<double> product)
    {
        int c = 0;
        for (; c + Vector<double>.Count <= columns; c += Vector<double>.Count)
        {
            Vector<double> a = default, b = default, e = default, f = default;
            for (int d = 0; d < depth; d++)
            {
                var values = new Vector<double>(right[((d * columns) + c)..]);
                a = Vector.FusedMultiplyAdd(new Vector<double>(left[d]), values, a);
                b = Vector.FusedMultiplyAdd(new Vector<double>(left[depth + d]), values, b);
                e = Vector.FusedMultiplyAdd(new Vector<double>(left[(2 * depth) + d]), values, e);
                f = Vector.FusedMultiplyAdd(new Vector<double>(left[(3 * depth) + d]), values, f);
            }

            a.CopyTo(product[c..]);
            b.CopyTo(product[(columns + c)..]);
            e.CopyTo(product[((2 * columns) + c)..]);
            f.CopyTo(product[((3 * columns) + c)..]);
        }

        for (; c < columns; c++)
        {
            for (int row = 0; row < Rows; row++)
            {
                double sum = 0;
                for (int d = 0; d < depth; d++)
                {
                    sum = Math.FusedMultiplyAdd(left[(row * depth) + d], right[(d * columns) + c], sum);
                }

                product[(row * columns) + c] = sum;
            }
        }
    }

    private static void AddTransposed(
        ReadOnlySpan<double> left, int rows, ReadOnlySpan<double> right, int columns, Span<double> product)
    {
        int depth = left.Length / rows;
        int row = 0;
        for (; row + Rows <= rows; row += Rows)
        {
            AddFourTransposed(left[row..], rows, depth, right, columns, product.Slice(row * columns, Rows * columns));
        }

        for (; row < rows; row++)
        {
            for (int d = 0; d < depth; d++)
            {
                AddScaled(product.Slice(row * columns, columns), right.Slice(d * columns, columns), left[(d * rows) + row]);
            }
        }
    }

    private static void AddFourTransposed(
        ReadOnlySpan<double> left, int stride, int depth, ReadOnlySpan<double> right, int columns, Span<double> product)
    {
        int c = 0;
        for (; c + Vector<double>.Count <= columns; c += Vector<double>.Count)
        {
            Vector<double> a = new(product[c..]), b = new(product[(columns + c)..]);
            Vector<double> e = new(product[((2 * columns) + c)..]), f = new(product[((3 * columns) + c)..]);
            for (int d = 0; d < depth; d++)
            {
                var values = new Vector<double>(right[((d * columns) + c)..]);
                ReadOnlySpan<double> factors = left.Slice(d * stride, Rows);
                a = Vector.FusedMultiplyAdd(new Vector<double>(factors[0]), values, a);
                b = Vector.FusedMultiplyAdd(new Vector<double>(factors[1]), values, b);
                e = Vector.FusedMultiplyAdd(new Vector<double>(factors[2]), values, e);
                f = Vector.FusedMultiplyAdd(new Vector<double>(factors[3]), values, f);
            }

            a.CopyTo(product[c..]);
            b.CopyTo(product[(columns + c)..]);
            e.CopyTo(product[((2 * columns) + c)..]);
            f.CopyTo(product[((3 * columns) + c)..]);
        }

        for (; c < columns; c++)
        {
            for (int row = 0; row < Rows; row++)
            {
                double sum = product[(row * columns) + c];
                for (int d = 0; d < depth; d++)
                {
                    sum = Math.FusedMultiplyAdd(left[(d * stride) + row], right[(d * columns) + c], sum);
                }

                product[(row * columns) + c] = sum;
            }
        }
    }
}
