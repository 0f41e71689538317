using Bindscope.Numerics;
using Bindscope.Tests.Model;
using Bindscope.Tests.Reference;

namespace Bindscope.Tests.Kernels;

/// <summary>Functions of single numbers and of rows against double precision; lengths that do and do not fill a vector.</summary>
public sealed unsafe class ElementaryTests
{
    public static TheoryData<int> Lengths { get; } = [1, 7, 8, 16, 67, 1000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void GeluAndItsDerivativeAreExactToTheLastDigits(int length)
    {
        Tensor x = Samples.Normal(1, length);
        for (int i = 0; i < length; i++)
        {
            x.Values[i] *= 3;
        }

        Tensor result = new(length), slope = new(length), alone = new(length);
        Gelu.Run(x.Pointer, length, result.Pointer, slope.Pointer);
        Gelu.Run(x.Pointer, length, alone.Pointer, null);
        Assert.Equal(Samples.Bytes(result), Samples.Bytes(alone));
        for (int i = 0; i < length; i++)
        {
            double at = x.Values[i];
            Assert.Equal(ReferenceMath.Gelu(at), result.Values[i], 1e-6);
            Assert.Equal((ReferenceMath.Gelu(at + 1e-5) - ReferenceMath.Gelu(at - 1e-5)) / 2e-5, slope.Values[i], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ASoftmaxIsThatOfTheFormula(int length)
    {
        Tensor scores = Samples.Normal(2, length);
        if (length > 3)
        {
            scores.Values[2] = float.NegativeInfinity;
        }

        double[] expected = ReferenceMath.Softmax(Samples.Values(scores));
        SoftmaxRow.Run(scores.Pointer, length);
        Samples.Agree(expected, Samples.Values(scores), "softmax", 1e-6);
    }

    [Fact]
    public void CrossEntropyIsExactForSmallLossesToo()
    {
        var gradient = new float[3];
        double loss = CrossEntropy.Of([20, 0, 1], 0, 2, gradient);
        Assert.Equal(2 * Math.Log(1 + Math.Exp(-20) + Math.Exp(-19)), loss, 1e-14);
        Assert.Equal(0, gradient.Sum(), 1e-6);
        Assert.Equal(2 * Math.Exp(-20) / (1 + Math.Exp(-20) + Math.Exp(-19)), gradient[1], 1e-14);
        var logs = new float[3];
        CrossEntropy.LogSoftmax([20, 0, 1], logs);
        Assert.Equal(-20, logs[1], 1e-5f);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(1003)]
    public void AnUpdateOfAdamWIsThatOfTheFormula(int length)
    {
        (double rate, double keep, double keepSquare, double epsilon, double decay) = (0.02, 0.9, 0.98, 1e-8, 0.1);
        Tensor weights = Samples.Normal(3, length);
        Tensor mean = new(length), square = new(length);
        double[] expected = Samples.Values(weights), m = new double[length], v = new double[length];
        for (int number = 1; number <= 20; number++)
        {
            Tensor gradient = Samples.Normal((ulong)number, length);
            new AdamW(rate, keep, keepSquare, epsilon, decay, number).Step(weights.Values, gradient.Values, mean.Values, square.Values);
            for (int i = 0; i < length; i++)
            {
                double g = gradient.Values[i];
                expected[i] *= 1 - (rate * decay);
                m[i] = (keep * m[i]) + ((1 - keep) * g);
                v[i] = (keepSquare * v[i]) + ((1 - keepSquare) * g * g);
                double corrected = m[i] / (1 - Math.Pow(keep, number));
                expected[i] -= rate * corrected / (Math.Sqrt(v[i] / (1 - Math.Pow(keepSquare, number))) + epsilon);
            }
        }

        Samples.Agree(expected, Samples.Values(weights), "weight", 1e-5);
        Assert.Throws<ArgumentException>(
            () => new AdamW(rate, keep, keepSquare, epsilon, decay, 1).Step(new float[4], new float[5], new float[4], new float[4]));
    }
}
