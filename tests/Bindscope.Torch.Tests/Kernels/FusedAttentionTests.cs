using Bindscope.Model;
using Bindscope.Model.Kernels;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Kernels;

public sealed class FusedAttentionTests
{
    [Fact]
    public void ValuesAndGradientsEqualTheFormulaInDoublePrecision() =>
        AttentionCase.Any.Sample(
            input =>
            {
                (float[] output, float[] gradient) = input.Run();
                var reference = new AttentionReference(input.Batch, input.Heads, input.Width, input.Layout);
                (double[] expected, double[] expectedGradient) =
                    reference.Run(input.Qkv, input.Cosine, input.Sine, input.OutputGradient);
                AssertNear(expected, output);
                AssertNear(expectedGradient, gradient);
            },
            iter: 60, threads: 1);

    [Fact]
    public void LargeScoresNeitherOverflowNorLeak()
    {
        using DisposeScope scope = NewDisposeScope();
        AttentionCase input = Typical(3);
        using Tensor qkv = tensor(input.Qkv, [input.Batch, input.Layout.Length, 3 * input.Heads * input.Width]) * 300;
        Tensor z = FusedAttention.Run(qkv, input.Heads, input.Table(input.Cosine), input.Table(input.Sine), input.Layout);
        var reference = new AttentionReference(input.Batch, input.Heads, input.Width, input.Layout);
        (double[] expected, _) = reference.Run(qkv.data<float>().ToArray(), input.Cosine, input.Sine, input.OutputGradient);
        AssertNear([.. expected.Select(value => value / 300)], [.. z.data<float>().ToArray().Select(value => value / 300)], 1e-3);
    }

    [Fact]
    public void TheSameInputGivesTheSameBytesAlsoFromTwoThreadsAtOnce()
    {
        AttentionCase[] inputs = [Typical(1), Typical(2)];
        (float[] Output, float[] Gradient)[] alone = [.. inputs.Select(input => input.Run())];
        var together = new (float[] Output, float[] Gradient)[inputs.Length];
        Thread[] threads = [.. inputs.Select((input, i) => new Thread(() =>
        {
            for (int repeat = 0; repeat < 100; repeat++)
            {
                together[i] = input.Run();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(alone[i].Output, together[i].Output);
            Assert.Equal(alone[i].Gradient, together[i].Gradient);
        }
    }

    [Fact]
    public void WithoutGradientsTheValuesAreTheSameAndNothingIsRecorded()
    {
        using DisposeScope scope = NewDisposeScope();
        AttentionCase input = Typical(4);
        Tensor qkv = tensor(input.Qkv, [input.Batch, input.Layout.Length, 3 * input.Heads * input.Width], requires_grad: true);
        float[] expected = input.Run().Output;
        using (no_grad())
        {
            Tensor z = FusedAttention.Run(qkv, input.Heads, input.Table(input.Cosine), input.Table(input.Sine), input.Layout);
            Assert.False(z.requires_grad);
            Assert.Equal(expected, z.data<float>().ToArray());
        }
    }

    [Fact]
    public void AThousandCallsLeaveNoTensorBehind()
    {
        AttentionCase input = new(1, 1, 16, new SequenceLayout(5, 2, 3), 5);
        Repeat(10);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Repeat(1000);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Repeat(int times)
        {
            for (int i = 0; i < times; i++)
            {
                input.Run();
            }
        }
    }

    [Theory]
    [InlineData(19, 96, 19, 8, "layout")]
    [InlineData(20, 95, 20, 8, "qkv")]
    [InlineData(20, 96, 20, 7, "cosine")]
    public void ShapesThatDoNotFitAreRefused(int tokens, int columns, int rows, int half, string parameter)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(
            parameter,
            () => FusedAttention.Run(zeros(1, tokens, columns), 2, zeros(rows, half), zeros(rows, half), new SequenceLayout(20)));
    }

    private static AttentionCase Typical(int seed) => new(2, 4, 16, new SequenceLayout(27, 6, 3), seed);

    private static void AssertNear(double[] expected, float[] actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed, $"At {i}: expected {expected[i]}, got {actual[i]}.");
        }
    }
}
