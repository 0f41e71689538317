using Bindscope.Model.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Bindscope.Bench;

/// <summary>A linear layer, forward and backward, against libtorch's, one thread: queries, keys and values of the model's shape.</summary>
internal sealed class LinearBenchmark(string shape, int rows, int inputs, int outputs) : IBenchmark
{
    public static IBenchmark Small { get; } = new LinearBenchmark("small", 2624, 64, 192);

    public static IBenchmark Paper { get; } = new LinearBenchmark("paper", 536, 512, 1536);

    public string Name => $"linear.{shape}";

    public IEnumerable<Measurement> Run()
    {
        using Tensor x = randn([rows, inputs], requires_grad: true);
        using Tensor weight = randn([outputs, inputs], requires_grad: true);
        using Tensor bias = zeros(outputs, requires_grad: true);
        using Tensor given = randn(rows, outputs);
        double[] seconds = Turns.Medians(
            Clock.Thread, 40, 1,
            () => Differentiate(() => F.linear(x, weight, bias)),
            () => Differentiate(() => FusedLinear.Run(x, weight, bias)));
        yield return Measurement.Of(Name, seconds[0] / seconds[1], "times libtorch's");
        yield return Measurement.Of($"{Name}.rate", 6e-9 * rows * inputs * outputs / seconds[1], "GFLOP/s");

        void Differentiate(Func<Tensor> layer)
        {
            using var scope = NewDisposeScope();
            autograd.grad([layer()], [x, weight, bias], [given]);
        }
    }
}
