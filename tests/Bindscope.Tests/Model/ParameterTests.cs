using Bindscope.Errors;
using Bindscope.Model;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

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
    public void TheViewsCoverTheFlatTensorInOrder() => Samples.Specs.Sample(
        spec =>
        {
            using DisposeScope scope = NewDisposeScope();
            using Transformer model = Samples.Model(spec, 1);
            Tensor joined = cat([.. model.Parameters.Named.Select(pair => pair.Value.flatten())]);
            Assert.Equal(spec.ParameterCount, joined.numel());
            Assert.Equal(Samples.Bytes(model.Parameters.Flat), Samples.Bytes(joined));
            model.Parameters.Flat.add_(1);
            Tensor after = cat([.. model.Parameters.Named.Select(pair => pair.Value.flatten())]);
            Assert.Equal(Samples.Bytes(model.Parameters.Flat), Samples.Bytes(after));
        },
        iter: 10,
        threads: 1);

    [Fact]
    public void AWriteToTheFlatTensorIsSeenByTheNextGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using Transformer model = Samples.Model(Samples.Spec(), 2);
        model.Parameters.RequireGradients(true);
        Tensor tokens = Samples.Batch([1, 2, 3, 4], 1);
        byte[] first = Gradient();
        Assert.Equal(first, Gradient());
        model.Parameters.Flat.mul_(1.5);
        Assert.NotEqual(first, Gradient());

        byte[] Gradient() => Samples.Bytes(
            autograd.grad([model.Forward(tokens).square().sum()], [.. model.Parameters.Named.Select(pair => pair.Value)])[0]);
    }

    [Fact]
    public void EveryProblemOfASpecIsNamedAtOnce()
    {
        var start = new Initialization(NormalStd: 0, EmbeddingStd: -1, OffsetHeads: 2);
        var spec = new ModelSpec(0, 0, 3, 0, 0, 0, 0, Biases.None, 1, 1, start);
        string all = Assert.Throws<UserException>(() => Transformer.Create(spec, 1, CPU)).Message;
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
        var error = Assert.Throws<UserException>(() => Transformer.Create(spec, 1, CPU));
        Assert.Contains("2.7E+16 weights, more than the 2,147,483,647", error.Message, StringComparison.Ordinal);
    }
}
