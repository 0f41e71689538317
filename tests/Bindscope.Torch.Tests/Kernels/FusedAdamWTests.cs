using Bindscope.Model.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Bindscope.Tests.Kernels;

public sealed class FusedAdamWTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(1003)]
    public void UpdatesEqualPyTorchs(int length)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(7);
        Tensor start = randn(length, generator: generator);
        using Parameter theirs = new(start.clone());
        using AdamW optimizer = optim.AdamW([theirs], lr: 0.02, beta1: 0.9, beta2: 0.98, eps: 1e-8, weight_decay: 0.1);
        (Tensor ours, Tensor mean, Tensor square) = (start.clone(), zeros(length), zeros(length));
        for (int number = 1; number <= 20; number++)
        {
            Tensor gradient = randn(length, generator: generator) * (number % 3);
            theirs.grad = gradient;
            optimizer.step();
            FusedAdamW.Step(ours, gradient, mean, square, new AdamWUpdate(0.02, 0.9, 0.98, 1e-8, 0.1, number));
        }
        Assert.InRange((theirs - ours).abs().max().item<float>(), 0, 1e-5f);
        Assert.InRange((start - ours).abs().mean().item<float>(), 0.01f, 1);
    }

    [Fact]
    public void LengthsThatDifferAreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(
            () => FusedAdamW.Step(zeros(4), zeros(5), zeros(4), zeros(4), new AdamWUpdate(0.1, 0.9, 0.9, 1e-8, 0, 1)));
    }
}
