using Bindscope.Tests.Model;
using Bindscope.Training.Optimization;
using Bindscope.Training.Presets;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Bindscope.Tests.Training;

public sealed class FlatAdamWTests
{
    private static readonly long[][] Shapes = [[3, 5], [7], [2, 2, 4], [1]];

    [Theory]
    [InlineData(0.9, 0.98, 0.01, 1e-3)]
    [InlineData(0.95, 0.999, 1e-4, 1e-4)]
    [InlineData(0.9, 0.999, 0, 0.1)]
    public void ItIsTorchSharpsAdamWOverSeveralTensors(double beta1, double beta2, double decay, double rate)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4, CPU);
        var parameters = Shapes.Select(shape => new Parameter(zeros(shape).normal_(0, 1, generator))).ToArray();
        var flat = cat([.. parameters.Select(parameter => parameter.detach().flatten())]);
        using var own = new FlatAdamW(flat, new OptimizerSpec(beta1, beta2, WeightDecay: decay));
        using var theirs = optim.AdamW(parameters, lr: rate, beta1: beta1, beta2: beta2, weight_decay: decay);
        for (var step = 0; step < 20; step++)
        {
            var gradients = Shapes.Select(shape => zeros(shape).normal_(0, Math.Pow(10, step % 4 - 2), generator)).ToArray();
            own.Step(cat([.. gradients.Select(gradient => gradient.flatten())]), rate, step);
            theirs.zero_grad();
            parameters.Zip(gradients, (parameter, gradient) => (parameter * gradient).sum()).Aggregate((a, b) => a + b).backward();
            theirs.step();
        }

        var expected = Samples.Values(cat([.. parameters.Select(parameter => parameter.detach().flatten())]));
        Samples.Agree(expected, Samples.Values(flat), "parameter", 1e-6);
    }

    [Fact]
    public void ALongGradientIsCutToTheLimitAndAShortOneLeftAsItIs()
    {
        using var scope = NewDisposeScope();
        var parameters = zeros(4);
        using var optimizer = new FlatAdamW(parameters, new OptimizerSpec(ClipNorm: 2));

        var longer = tensor(new float[] { 3, 0, -4, 0 });
        optimizer.Clip(longer);
        Samples.Agree([1.2, 0, -1.6, 0], Samples.Values(longer), "clipped", 1e-6);

        var shorter = tensor(new float[] { 0.3f, 0, -0.4f, 1 });
        optimizer.Clip(shorter);
        Assert.Equal(Samples.Bytes(tensor(new float[] { 0.3f, 0, -0.4f, 1 })), Samples.Bytes(shorter));
    }

    [Fact]
    public void WithoutALimitNothingIsCut()
    {
        using var scope = NewDisposeScope();
        using var optimizer = new FlatAdamW(zeros(2), new OptimizerSpec());
        var gradient = tensor(new float[] { 1e6f, -1e6f });
        optimizer.Clip(gradient);
        Assert.Equal([1e6, -1e6], Samples.Values(gradient));
    }
}
