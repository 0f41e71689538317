using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model;
using Bindscope.Training.Optimization;

namespace Bindscope.Tests.Training;

public sealed class FlatAdamWTests
{
    private readonly Parameters parameters = Samples.Model(Samples.Spec(), 4).Parameters;

    [Theory]
    [InlineData(0.9, 0.98, 0.01, 1e-3)]
    [InlineData(0.95, 0.999, 1e-4, 1e-4)]
    [InlineData(0.9, 0.999, 0, 0.1)]
    public void EveryWeightTakesAdamWsSteps(double beta1, double beta2, double decay, double rate)
    {
        var optimizer = new FlatAdamW(parameters, new OptimizerSpec(beta1, beta2, WeightDecay: decay));
        var count = parameters.Flat.Length;
        double[] expected = Samples.Values(parameters.Flat), mean = new double[count], square = new double[count];
        for (var step = 0; step < 20; step++)
        {
            var gradient = Samples.Normal((ulong)step, count);
            for (var i = 0; i < count; i++)
            {
                double g = gradient.Values[i] *= MathF.Pow(10, step % 4 - 2);
                mean[i] = beta1 * mean[i] + (1 - beta1) * g;
                square[i] = beta2 * square[i] + (1 - beta2) * g * g;
                var denominator = Math.Sqrt(square[i] / (1 - Math.Pow(beta2, step + 1))) + 1e-8;
                expected[i] = expected[i] * (1 - rate * decay) - rate * mean[i] / (1 - Math.Pow(beta1, step + 1)) / denominator;
            }

            optimizer.Step(gradient, rate, step);
        }

        Samples.Agree(expected, Samples.Values(parameters.Flat), "parameter", 2e-6);
    }

    [Fact]
    public void ALongGradientIsCutToTheLimitAndAShortOneLeftAsItIs()
    {
        var optimizer = new FlatAdamW(parameters, new OptimizerSpec(ClipNorm: 2));

        var longer = Tensor.Of([3, 0, -4, 0], 4);
        optimizer.Clip(longer);
        Samples.Agree([1.2, 0, -1.6, 0], Samples.Values(longer), "clipped", 1e-6);

        var shorter = Tensor.Of([0.3f, 0, -0.4f, 1], 4);
        optimizer.Clip(shorter);
        Assert.Equal([0.3f, 0, -0.4f, 1], shorter.Values.ToArray());
    }

    [Fact]
    public void WithoutALimitNothingIsCut()
    {
        var gradient = Tensor.Of([1e6f, -1e6f], 2);
        new FlatAdamW(parameters, new OptimizerSpec()).Clip(gradient);
        Assert.Equal([1e6f, -1e6f], gradient.Values.ToArray());
    }
}
