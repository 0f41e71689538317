using Bindscope.Model.Kernels;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Kernels;

public sealed class FusedLinearTests
{
    private static readonly Gen<(int Rows, int Inputs, int Outputs, bool Bias, int Seed)> Shapes =
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 5], Gen.Int[1, 5], Gen.Bool, Gen.Int[0, 1 << 20], (rows, inputs, outputs, bias, seed) =>
            (rows, 32 * inputs, 32 * outputs, bias, seed));

    [Fact]
    public void ValuesAndGradientsEqualTheProductInDoublePrecision() =>
        Shapes.Sample(
            shape =>
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor x = Uniform(shape.Seed, shape.Rows, shape.Inputs);
                Tensor weight = Uniform(shape.Seed + 1, shape.Outputs, shape.Inputs);
                Tensor? bias = shape.Bias ? Uniform(shape.Seed + 2, shape.Outputs) : null;
                Tensor given = Uniform(shape.Seed + 3, shape.Rows, shape.Outputs).detach();
                Tensor[] leaves = bias is null ? [x, weight] : [x, weight, bias];
                Tensor actual = FusedLinear.Run(x, weight, bias);
                Tensor expected = nn.functional.linear(x.to(float64), weight.to(float64), bias?.to(float64));
                AssertNear(expected, actual, 1e-5);
                IList<Tensor> gradients = autograd.grad([actual], leaves, [given]);
                IList<Tensor> wanted = autograd.grad([expected], leaves, [given.to(float64)]);
                for (int i = 0; i < leaves.Length; i++)
                {
                    AssertNear(wanted[i], gradients[i], 1e-5);
                }
            },
            iter: 60, threads: 1);

    [Fact]
    public void ARowDoesNotDependOnTheOthers()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        Tensor x = Uniform(1, 3, 21, 64);
        Tensor weight = Uniform(2, 96, 64);
        Tensor all = FusedLinear.Run(x, weight, null);
        Tensor one = FusedLinear.Run(x[1, 17], weight, null);
        Assert.Equal(one.data<float>().ToArray(), all[1, 17].data<float>().ToArray());
    }

    [Fact]
    public void OnlyWhatIsAskedForIsDifferentiated()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Uniform(1, 9, 32);
        Tensor weight = Uniform(2, 32, 32).detach();
        Tensor gradient = autograd.grad([FusedLinear.Run(x, weight, null).sum()], [x])[0];
        AssertNear(weight.to(float64).sum([0L]).expand(9, 32), gradient, 1e-5);
    }

    [Fact]
    public void AThousandCallsLeaveNoTensorBehind()
    {
        Repeat(10);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Repeat(1000);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static void Repeat(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor x = ones(5, 32, requires_grad: true);
                Tensor weight = ones(32, 32, requires_grad: true);
                autograd.grad([FusedLinear.Run(x, weight, null).sum()], [x, weight]);
            }
        }
    }

    private static Tensor Uniform(int seed, params long[] shape)
    {
        using Generator generator = new((ulong)seed);
        return (rand(shape, generator: generator) * 2 - 1).detach().requires_grad_(true);
    }

    private static void AssertNear(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        Tensor error = (actual.to(float64) - expected).abs() / expected.abs().clamp(min: 1);
        Assert.InRange(error.max().item<double>(), 0, tolerance);
    }
}
