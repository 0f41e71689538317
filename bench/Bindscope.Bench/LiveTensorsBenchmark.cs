using Bindscope.Programs.Generation;
using Bindscope.Training.Loop;
using Bindscope.Training.Presets;
using static TorchSharp.torch;

namespace Bindscope.Bench;

/// <summary>
/// Tensors that are alive after 1,000 training steps beyond those after 100: the quick preset with a small batch and two workers.
/// </summary>
internal sealed class LiveTensorsBenchmark : IBenchmark
{
    public string Name => "live-tensors";

    public IEnumerable<Measurement> Run()
    {
        Preset preset = Preset.Quick with { Training = Preset.Quick.Training with { Batch = 2, Workers = 2 } };
        var splits = ProgramSplits.Generate(preset.Task, new SplitSpec(0, 1, 1), new Seed(1));
        using var loop = new TrainingLoop(preset, splits, CPU);
        long after100 = Live(loop, 100);
        long after1000 = Live(loop, 900);
        yield return Measurement.AtMost(0, Name, after1000 - after100, "tensors more");
        yield return Measurement.Of($"{Name}.alive", after1000, "tensors");
    }

    private static long Live(TrainingLoop loop, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            loop.Advance();
        }
        return Tensor.TotalCount;
    }
}
