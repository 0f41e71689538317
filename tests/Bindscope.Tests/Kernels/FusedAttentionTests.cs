using Bindscope.Model;
using CsCheck;

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
        const float Scale = 300;
        AttentionCase input = Typical(3);
        (float[] output, _) = input.Run(Scale);
        var reference = new AttentionReference(input.Batch, input.Heads, input.Width, input.Layout);
        (double[] expected, _) = reference.Run([.. input.Qkv.Select(value => value * Scale)], input.Cosine, input.Sine, input.OutputGradient);
        AssertNear([.. expected.Select(value => value / Scale)], [.. output.Select(value => value / Scale)], 1e-3);
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
