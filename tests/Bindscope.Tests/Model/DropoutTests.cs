using Bindscope.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model;

[Collection(nameof(DropoutTests))]
public sealed class DropoutTests
{
    private static readonly ModelSpec Spec = Samples.Spec(dropout: 0.3);

    [Fact]
    public void EvaluationDropsNothing()
    {
        using Transformer dropping = Samples.Model(Spec, 1);
        using Transformer without = Samples.Model(Spec with { Dropout = 0 }, 1);
        Assert.Equal(Run(without, null), Run(dropping, null));
        Assert.Equal(Run(without, null), Run(without, new ForwardOptions(Training: true)));
        Assert.NotEqual(Run(dropping, null), Run(dropping, new ForwardOptions(Training: true)));
    }

    [Fact]
    public void AGeneratorsSeedDecidesWhatIsDropped()
    {
        using Transformer model = Samples.Model(Spec, 2);
        byte[] first = Seeded(5);
        manual_seed(99);
        Assert.Equal(first, Seeded(5));
        Assert.NotEqual(first, Seeded(6));

        byte[] Seeded(ulong seed)
        {
            using var generator = new Generator(seed, CPU);
            return Run(model, new ForwardOptions(true, generator));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsKeptIsScaledSoThatTheMeanStays(bool ownGenerator)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator? generator = ownGenerator ? new Generator(3, CPU) : null;
        double[] values = Samples.Values(new Dropout(0.25, generator).Apply(ones(200_000)));
        Assert.All(values.Distinct(), value => Assert.True(value == 0 || Math.Abs(value - (1 / 0.75)) < 1e-6));
        Assert.InRange(values.Average(), 0.99, 1.01);
    }

    [Fact]
    public void DroppedElementsGetNoGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        Tensor x = ones(1_000, requires_grad: true);
        Tensor y = new Dropout(0.5, generator).Apply(x);
        Tensor gradient = autograd.grad([y.sum()], [x])[0];
        Assert.Equal(Samples.Values(y), Samples.Values(gradient));
    }

    private static byte[] Run(Transformer model, ForwardOptions? options)
    {
        using DisposeScope scope = NewDisposeScope();
        return Samples.Bytes(model.Residual(Samples.Batch(Samples.Tokens(Spec, 8, 1), 1), new SequenceLayout(8), options));
    }
}
