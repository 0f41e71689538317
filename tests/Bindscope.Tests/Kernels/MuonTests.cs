using Bindscope.Numerics;

namespace Bindscope.Tests.Kernels;

public sealed class MuonTests
{
    private const double Keep = 0.95;

    public static TheoryData<int, int> Shapes { get; } = new() { { 64, 64 }, { 128, 64 }, { 64, 128 }, { 12, 40 }, { 5, 3 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ItIsThePlainAlgorithmInDoublePrecision(int rows, int columns)
    {
        var random = new Random(rows * 1000 + columns);
        var weights = Draw(random, rows * columns);
        var momentum = new float[rows * columns];
        var (expected, expectedMomentum) = (weights.Select(x => (double)x).ToArray(), new double[rows * columns]);
        var muon = new Muon(rows, columns);
        for (var step = 0; step < 3; step++)
        {
            var gradient = Draw(random, rows * columns);
            muon.Step(weights, gradient, momentum, 0.02, Keep, 5);
            Plain(expected, gradient, expectedMomentum, rows, columns, 0.02);
        }

        Assert.All(weights.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-5));
        Assert.All(momentum.Zip(expectedMomentum), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void EveryDirectionOfAMatrixMovesAboutAsFar()
    {
        // Singular values 1 and 0.01: the update's are within the polynomial's range of one another.
        var weights = new float[4];
        new Muon(2, 2).Step(weights, [1, 0, 0, 0.01f], new float[4], 1, 0, 5);
        Assert.InRange(-weights[0], 0.6, 1.3);
        Assert.InRange(-weights[3], 0.6, 1.3);
    }

    [Fact]
    public void WithoutAGradientNothingMoves()
    {
        float[] weights = [1, 2, 3, 4, 5, 6];
        new Muon(2, 3).Step(weights, new float[6], new float[6], 0.1, Keep, 5);
        Assert.Equal([1, 2, 3, 4, 5, 6], weights);
    }

    [Fact]
    public void SizesThatDoNotFitAreRefused()
        => Assert.Throws<ArgumentException>(() => new Muon(2, 3).Step(new float[6], new float[5], new float[6], 0.1, Keep, 5));

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];

    private static void Plain(double[] weights, float[] gradient, double[] momentum, int rows, int columns, double rate)
    {
        var x = new double[rows * columns];
        for (var i = 0; i < x.Length; i++)
        {
            momentum[i] = Keep * momentum[i] + (1 - Keep) * gradient[i];
            x[i] = Keep * momentum[i] + (1 - Keep) * gradient[i];
        }

        var norm = Math.Sqrt(x.Sum(value => value * value));
        x = [.. x.Select(value => value / norm)];
        for (var iteration = 0; iteration < 5; iteration++)
        {
            var gram = Product(x, Transposed(x, rows, columns), rows, columns, rows);
            var square = Product(gram, gram, rows, rows, rows);
            var change = Product([.. gram.Zip(square, (g, s) => -4.775 * g + 2.0315 * s)], x, rows, rows, columns);
            x = [.. x.Zip(change, (value, more) => 3.4445 * value + more)];
        }

        var step = rate * Math.Sqrt(Math.Max(1, (double)rows / columns));
        for (var i = 0; i < x.Length; i++)
        {
            weights[i] -= step * x[i];
        }
    }

    private static double[] Product(double[] left, double[] right, int rows, int depth, int columns)
        => [.. from r in Enumerable.Range(0, rows)
               from c in Enumerable.Range(0, columns)
               select Enumerable.Range(0, depth).Sum(d => left[r * depth + d] * right[d * columns + c])];

    private static double[] Transposed(double[] matrix, int rows, int columns)
        => [.. from c in Enumerable.Range(0, columns) from r in Enumerable.Range(0, rows) select matrix[r * columns + c]];
}
