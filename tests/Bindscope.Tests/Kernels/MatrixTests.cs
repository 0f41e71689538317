using Bindscope.Numerics;
using Bindscope.Tests.Model;
using CsCheck;

namespace Bindscope.Tests.Kernels;

/// <summary>Products of every size against plain sums in double precision.</summary>
public sealed unsafe class MatrixTests
{
    private const double Tolerance = 1e-5;

    /// <summary>Also widths that no panel divides, and numbers of rows that no tile divides.</summary>
    private static readonly Gen<(int Rows, int Depth, int Columns, ulong Seed)> Shapes =
        Gen.Select(Gen.Int[0, 40], Sizes, Sizes, Gen.ULong[0, 1_000_000]);

    private static Gen<int> Sizes => Gen.OneOf(Gen.Int[1, 100], Gen.Int[1, 5].Select(count => 32 * count));

    [Fact]
    public void EveryProductIsTheSumThatItSays() => Shapes.Sample(
        shape =>
        {
            (int rows, int depth, int columns, ulong seed) = shape;
            Tensor a = Samples.Normal(seed, rows, depth), b = Samples.Normal(seed + 1, depth, columns);
            Tensor turned = Samples.Normal(seed + 2, columns, depth), tall = Samples.Normal(seed + 3, rows, columns);
            Near(Sum(rows, columns, depth, (r, c, d) => a.Row(r)[d] * (double)b.Row(d)[c]), MatrixProducts.NN(a, b));
            Near(Sum(rows, columns, depth, (r, c, d) => a.Row(r)[d] * (double)turned.Row(c)[d]), MatrixProducts.NT(a, turned));
            Near(Sum(depth, columns, rows, (r, c, d) => a.Row(d)[r] * (double)tall.Row(d)[c]), MatrixProducts.TN(a, tall));
        },
        iter: 100,
        threads: 1);

    [Fact]
    public void SomeColumnsAndSomeOfTheDepthAreParts() => Shapes.Where(shape => shape.Rows > 0).Sample(
        shape =>
        {
            (int rows, int depth, int columns, ulong seed) = shape;
            Tensor weight = Samples.Normal(seed, columns, depth), bias = Samples.Normal(seed + 1, columns);
            Tensor x = Samples.Normal(seed + 2, rows, depth);
            var packed = new PackedMatrix(depth, columns);
            packed.PackTransposed(weight.Pointer, bias.Pointer);
            Tensor all = new(rows, columns);
            packed.Run(x.Pointer, depth, rows, all.Pointer, columns);
            var random = new Random((int)seed);
            (int first, int from) = (random.Next(columns), random.Next(depth));
            (int count, int some) = (1 + random.Next(columns - first), 1 + random.Next(depth - from));

            // A frame around the result stays as it was.
            Tensor part = new(rows, count + 3);
            part.Values.Fill(7);
            packed.Run(x.Pointer, depth, rows, first, count, part.Pointer + 1, count + 3);
            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(all.Row(row).Slice(first, count).ToArray(), part.Row(row).Slice(1, count).ToArray());
                Assert.Equal([7, 7, 7], [part.Row(row)[0], part.Row(row)[count + 1], part.Row(row)[count + 2]]);
            }

            Tensor share = new(rows, columns);
            packed.RunOfDepth(x.Pointer + from, depth, rows, from, some, share.Pointer, columns);
            Near(Sum(rows, columns, some, (r, c, d) => x.Row(r)[from + d] * (double)weight.Row(c)[from + d]), share);
        },
        iter: 100,
        threads: 1);

    [Fact]
    public void ColumnSumsAreAddedToWhatIsThere() => Shapes.Sample(
        shape =>
        {
            (int rows, _, int columns, ulong seed) = shape;
            Tensor matrix = Samples.Normal(seed, rows, columns), sums = Samples.Normal(seed + 1, columns);
            double[] expected = [.. Enumerable.Range(0, columns)
                .Select(c => sums.Values[c] + Enumerable.Range(0, rows).Sum(r => (double)matrix.Row(r)[c]))];
            Rows.AddColumnSums(matrix.Pointer, rows, columns, sums.Pointer);
            Near(expected, sums);
        },
        iter: 100,
        threads: 1);

    [Fact]
    public void ARowHasTheSameBitsInAnyCompany() => Shapes.Where(shape => shape.Rows > 0).Sample(
        shape =>
        {
            (int rows, int depth, int columns, ulong seed) = shape;
            Tensor a = Samples.Normal(seed, rows, depth), b = Samples.Normal(seed + 1, depth, columns);
            Tensor together = MatrixProducts.NN(a, b);
            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(together.Row(row).ToArray(), MatrixProducts.NN(a.Slice(row, 1), b).Values.ToArray());
            }
        },
        iter: 30,
        threads: 1);

    [Fact]
    public void SizesThatDoNotFitAreAnArgumentError()
    {
        Assert.Throws<ArgumentException>(() => MatrixProducts.NN(new Tensor(2, 3), new Tensor(4, 5)));
        Assert.Throws<ArgumentException>(() => MatrixProducts.NT(new Tensor(2, 3), new Tensor(4, 5)));
        Assert.Throws<ArgumentException>(() => MatrixProducts.TN(new Tensor(2, 3), new Tensor(4, 5)));
    }

    private static double[] Sum(int rows, int columns, int depth, Func<int, int, int, double> term) =>
        [.. from r in Enumerable.Range(0, rows)
            from c in Enumerable.Range(0, columns)
            select Enumerable.Range(0, depth).Sum(d => term(r, c, d))];

    private static void Near(double[] expected, Tensor actual) => Samples.Agree(expected, Samples.Values(actual), "product", Tolerance);
}
