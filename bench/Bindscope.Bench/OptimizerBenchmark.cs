using Bindscope.Training.Optimization;
using Bindscope.Training.Presets;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Bindscope.Bench;

/// <summary>One update of 150 tensors of 64 by 64: over one flat tensor, against TorchSharp's own AdamW over the 150.</summary>
internal sealed class OptimizerBenchmark : IBenchmark
{
    private const int Tensors = 150;
    private const int Side = 64;

    public string Name => "flat-adamw";

    public IEnumerable<Measurement> Run()
    {
        Parameter[] parameters = [.. Enumerable.Range(0, Tensors).Select(_ => new Parameter(randn(Side, Side)))];
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = randn(Side, Side);
        }
        using AdamW theirs = optim.AdamW(parameters);
        using Tensor flat = randn(Tensors * Side * Side);
        using Tensor gradient = randn(Tensors * Side * Side);
        using var ours = new FlatAdamW(flat, new OptimizerSpec());
        int step = 0;
        double[] seconds = Turns.Medians(Clock.Thread, 100, 1, () => theirs.step(), () => ours.Step(gradient, 1e-3, step++));
        Array.ForEach(parameters, parameter => parameter.Dispose());
        yield return Measurement.AtLeast(5, Name, seconds[0] / seconds[1], "times TorchSharp's");
        yield return Measurement.Of($"{Name}.time", 1e3 * seconds[1], "ms");
    }
}
