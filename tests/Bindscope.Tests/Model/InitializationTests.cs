using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Tests.Code;

namespace Bindscope.Tests.Model;

public sealed class InitializationTests
{
    [Fact]
    public void TheSameSeedGivesTheSameBytesAndAnotherSeedOthers()
    {
        Transformer first = Transformer.Create(Samples.Spec(), 42);
        Transformer again = Transformer.Create(Samples.Spec(), 42);
        Transformer other = Transformer.Create(Samples.Spec(), 43);
        Assert.Equal(Samples.Bytes(first.Parameters.Flat), Samples.Bytes(again.Parameters.Flat));
        Assert.NotEqual(Samples.Bytes(first.Parameters.Flat), Samples.Bytes(other.Parameters.Flat));
    }

    [Theory]
    [InlineData(1UL, ulong.MaxValue)]
    [InlineData(1UL, 1UL + (1UL << 32))]
    [InlineData(0UL, 1UL << 63)]
    public void AllBitsOfTheSeedCount(ulong one, ulong other)
    {
        Transformer first = Transformer.Create(Samples.Spec(), one);
        Transformer second = Transformer.Create(Samples.Spec(), other);
        Assert.NotEqual(Samples.Bytes(first.Parameters.Flat), Samples.Bytes(second.Parameters.Flat));
    }

    /// <summary>What PyTorch's <c>normal_</c> draws from the seed 42, as every run before this engine began with.</summary>
    [Fact]
    public void ASeedMeansTheNumbersThatItMeantToPyTorch()
    {
        var numbers = new float[16];
        new RandomTwister(42).FillNormal(numbers, 1);
        float[] expected =
        [
            1.9269f, 1.4873f, 0.9007f, -2.1055f, 0.6784f, -1.2345f, -0.0431f, -1.6047f,
            -0.7521f, 1.6487f, -0.3925f, -1.4036f, -0.7279f, -0.5594f, -0.7688f, 0.7624f,
        ];
        Assert.All(numbers.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 6e-5f));
    }

    [Fact]
    public void AReferenceRunBeganWithTheWeightsOfItsSeed()
    {
        Run run = Run.Open(Path.Combine(Sources.Root, "reference/demo-1"));
        Transformer fresh = Transformer.Create(run.Preset.Model, new Seed(run.Preset.Training.Seed).Split("weights").Value);
        Samples.Agree(
            Samples.Values(run.LoadModel(0).Parameters.Flat), Samples.Values(fresh.Parameters.Flat), "initial weights", 1e-6);
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
        Transformer model = Transformer.Create(spec, 3);
        double[] values = Samples.Values(model.Parameters[name]);
        double std = Math.Sqrt(values.Average(value => value * value));
        Assert.InRange(std / expected, 0.96, 1.04);
        Assert.InRange(values.Average() / expected, -0.05, 0.05);
    }

    [Fact]
    public void NormsStartAtOneAndBiasesAtZero()
    {
        Transformer model = Transformer.Create(Samples.Spec(), 3);
        foreach (string name in model.Parameters.Names.Where(name => model.Parameters[name].Rank == 1))
        {
            double expected = name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0;
            Assert.All(Samples.Values(model.Parameters[name]), actual => Assert.Equal(expected, actual));
        }
    }

    [Fact]
    public void Gpt2sIsTheSameEverywhereButScaledAtTheResidualStream()
    {
        ModelSpec spec = Samples.Spec(layers: 2, heads: 4, headWidth: 16, width: 64, mlp: 256, vocabulary: 400) with
        {
            Initialization = Initialization.Gpt2,
        };
        Transformer model = Transformer.Create(spec, 3);
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
        Transformer model = Transformer.Create(spec, 3);
        model.Parameters.Write("layers.1.attention.qkv.weight", new float[3 * 5 * 16 * 16]);
        var site = new Site(SiteKind.AttentionScores, 1);
        var tap = new FunctionTap(wanted => wanted == site, (_, _) => null);
        model.Forward(Samples.Tokens(spec, 12, 1), new SequenceLayout(12), tap);
        for (int head = 0; head < 5; head++)
        {
            double[] lastRow = Samples.Values(tap.Seen[site].Part(0).Part(head).Part(11));
            Assert.Equal(11 - (head % 4), Array.IndexOf(lastRow, lastRow.Max()));
            Assert.Equal(Strength, lastRow.Max(), 1e-4);
        }
    }
}
