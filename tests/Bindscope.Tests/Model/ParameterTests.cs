using Bindscope.Errors;
using Bindscope.Model;
using CsCheck;

namespace Bindscope.Tests.Model;

public sealed class ParameterTests
{
    private static readonly ModelSpec Paper =
        new(12, 8, 64, 512, 2048, 40, 68, Biases.None, 10_000, 0.1, new Initialization());

    [Theory]
    [InlineData(Biases.None, 37_802_496)]
    [InlineData(Biases.LayerNorm, 37_815_296)]
    [InlineData(Biases.All, 37_870_592)]
    public void ThePapersShapeHasThePapersCount(Biases biases, long expected) =>
        Assert.Equal(expected, (Paper with { Biases = biases }).ParameterCount);

    [Fact]
    public void TheTensorsCoverTheFlatOneInOrder() => Samples.Specs.Sample(
        spec =>
        {
            Transformer model = Samples.Model(spec, 1);
            float[] joined = [.. model.Parameters.Names.SelectMany(name => model.Parameters[name].Values.ToArray())];
            Assert.Equal(spec.ParameterCount, joined.Length);
            Assert.Equal(model.Parameters.Flat.ToArray(), joined);
        },
        iter: 10,
        threads: 1);

    [Fact]
    public void AWriteIsSeenByTheNextPassAndTheNextGradient()
    {
        ModelSpec spec = Samples.Spec();
        Transformer model = Samples.Model(spec, 2);
        foreach (string name in model.Parameters.Names)
        {
            (byte[] logits, byte[] gradient) = Pass();
            Assert.Equal(logits, Pass().Logits);
            model.Parameters.Write(name, [.. model.Parameters.Values(name).ToArray().Select((value, i) => value + (0.5f * (i + 1)))]);
            Assert.NotEqual(logits, Pass().Logits);
            Assert.True(name is "embedding.weight" or "final_norm.bias" || !gradient.SequenceEqual(Pass().Gradient), name);
        }

        (byte[] Logits, byte[] Gradient) Pass()
        {
            var layout = new SequenceLayout(4);
            using Trace trace = model.Trace([1, 2, 3, 4], layout);
            FunctionTap seen = new(site => site == new Site(SiteKind.ResidualIn, 1), (_, _) => null);
            trace.Backward([3], Samples.Normal(1, 1, spec.Vocabulary), seen);
            return (Samples.Bytes(model.Forward([1, 2, 3, 4], layout)), Samples.Bytes(seen.Seen[new Site(SiteKind.ResidualIn, 1)]));
        }
    }

    [Fact]
    public void ACopyThatIsWrittenChangesNoWeight()
    {
        Transformer model = Samples.Model(Samples.Spec(), 2);
        byte[] before = Samples.Bytes(model.Parameters.Flat);
        model.Parameters["embedding.weight"].Values.Clear();
        Assert.Equal(before, Samples.Bytes(model.Parameters.Flat));
        Assert.Throws<ArgumentException>(() => model.Parameters.Write("embedding.weight", new float[3]));
        Assert.Throws<ArgumentException>(() => model.Parameters.WriteAll(new float[3]));
        Assert.Throws<KeyNotFoundException>(() => model.Parameters["embedding.bias"]);
        Assert.Null(model.Parameters.Optional("embedding.bias"));
    }

    [Fact]
    public void EveryProblemOfASpecIsNamedAtOnce()
    {
        var start = new Initialization(NormalStd: 0, EmbeddingStd: -1, OffsetHeads: 2);
        var spec = new ModelSpec(0, 0, 3, 0, 0, 0, 0, Biases.None, 1, 1, start);
        string all = Assert.Throws<UserException>(() => Transformer.Create(spec, 1)).Message;
        string[] fields =
        [
            "layers", "heads", "headWidth", "width", "mlpWidth", "vocabulary", "positions", "ropeBase", "dropout",
            "initialization.normalStd", "initialization.embeddingStd", "initialization.offsetHeads",
        ];
        Assert.All(fields, field => Assert.Contains(field + " ", all, StringComparison.Ordinal));
        Assert.Equal(fields.Length, spec.Validated().Count);
        Assert.Empty(Paper.Validated());
    }

    [Fact]
    public void AModelThatIsFarTooLargeIsRefusedBeforeItIsBuilt()
    {
        ModelSpec spec = Paper with { Heads = 1 << 20, HeadWidth = 1 << 20 };
        var error = Assert.Throws<UserException>(() => Transformer.Create(spec, 1));
        Assert.Contains("2.7E+16 weights, more than the 2,147,483,647", error.Message, StringComparison.Ordinal);
    }
}
