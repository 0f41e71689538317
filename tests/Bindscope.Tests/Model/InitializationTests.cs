using Bindscope.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model;

public sealed class InitializationTests
{
    [Fact]
    public void TheSameSeedGivesTheSameBytesAndAnotherSeedOthers()
    {
        using Transformer first = Transformer.Create(Samples.Spec(), 42, CPU);
        manual_seed(7);
        using Transformer again = Transformer.Create(Samples.Spec(), 42, CPU);
        using Transformer other = Transformer.Create(Samples.Spec(), 43, CPU);
        Assert.Equal(Samples.Bytes(first.Parameters.Flat), Samples.Bytes(again.Parameters.Flat));
        Assert.NotEqual(Samples.Bytes(first.Parameters.Flat), Samples.Bytes(other.Parameters.Flat));
    }

    [Theory]
    [InlineData(1UL, ulong.MaxValue)]
    [InlineData(1UL, 1UL + (1UL << 32))]
    [InlineData(0UL, 1UL << 63)]
    public void AllBitsOfTheSeedCount(ulong one, ulong other)
    {
        using Transformer first = Transformer.Create(Samples.Spec(), one, CPU);
        using Transformer second = Transformer.Create(Samples.Spec(), other, CPU);
        Assert.NotEqual(Samples.Bytes(first.Parameters.Flat), Samples.Bytes(second.Parameters.Flat));
    }

    [Theory]
    [InlineData("embedding.weight", 0.3)]
    [InlineData("layers.2.attention.qkv.weight", 0.125)]
    [InlineData("layers.2.attention.output.weight", 0.0625)]
    [InlineData("layers.1.mlp.input.weight", 0.125)]
    [InlineData("layers.1.mlp.output.weight", 0.03125)]
    [InlineData("unembedding.weight", 0.125)]
    public void FanInHasTheStandardDeviationsThatTheDocsGive(string name, double expected)
    {
        // 64 inputs -> 1/8, 256 inputs -> 1/16; what writes to the residual stream is divided by sqrt(2 * 2) = 2.
        ModelSpec spec = Samples.Spec(layers: 2, heads: 4, headWidth: 16, width: 64, mlp: 256, vocabulary: 400);
        using Transformer model = Transformer.Create(spec, 3, CPU);
        double[] values = Samples.Values(model.Parameters[name]);
        double std = Math.Sqrt(values.Average(value => value * value));
        Assert.InRange(std / expected, 0.96, 1.04);
        Assert.InRange(values.Average() / expected, -0.05, 0.05);
    }

    [Fact]
    public void NormsStartAtOneAndBiasesAtZero()
    {
        using Transformer model = Transformer.Create(Samples.Spec(), 3, CPU);
        foreach ((string name, Tensor value) in model.Parameters.Named.Where(pair => pair.Value.dim() == 1))
        {
            double expected = name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0;
            Assert.All(Samples.Values(value), actual => Assert.Equal(expected, actual));
        }
    }

    [Fact]
    public void Gpt2sIsTheSameEverywhereButScaledAtTheResidualStream()
    {
        ModelSpec spec = Samples.Spec(layers: 2, heads: 4, headWidth: 16, width: 64, mlp: 256, vocabulary: 400) with
        {
            Initialization = Initialization.Gpt2,
        };
        using Transformer model = Transformer.Create(spec, 3, CPU);
        Assert.InRange(Deviation("embedding.weight"), 0.019, 0.021);
        Assert.InRange(Deviation("layers.1.mlp.input.weight"), 0.019, 0.021);
        Assert.InRange(Deviation("layers.1.mlp.output.weight"), 0.0095, 0.0105);

        double Deviation(string name) => Math.Sqrt(Samples.Values(model.Parameters[name]).Average(value => value * value));
    }

    [Fact]
    public void OffsetHeadsScoreHighestAtTheirOffset()
    {
        const double Strength = 6;
        ModelSpec spec = Samples.Spec(heads: 5, headWidth: 16, width: 16) with
        {
            Initialization = new Initialization(EmbeddingStd: 1, OffsetHeads: Strength),
        };
        using DisposeScope scope = NewDisposeScope();
        using Transformer model = Transformer.Create(spec, 3, CPU);
        model.Parameters["layers.1.attention.qkv.weight"].zero_();
        var site = new Site(SiteKind.AttentionScores, 1);
        using var tap = new FunctionTap(wanted => wanted == site, (_, _) => null);
        model.Forward(Samples.Batch(Samples.Tokens(spec, 12, 1), 1), tap);
        for (int head = 0; head < 5; head++)
        {
            double[] lastRow = Samples.Values(tap.Seen[site][0, head, 11]);
            Assert.Equal(11 - (head % 4), Array.IndexOf(lastRow, lastRow.Max()));
            Assert.Equal(Strength, lastRow.Max(), 1e-4);
        }
    }
}
