using Bindscope.Training.Loop;
using Bindscope.Training.Presets;

namespace Bindscope.Bench;

/// <summary>A whole training step in mixed precision against one in float32, one thread: above 1 where mixed precision is faster.</summary>
internal sealed class PrecisionBenchmark(Preset known, int batch, int rounds) : IBenchmark
{
    public static IBenchmark Quick { get; } = new PrecisionBenchmark(Preset.Quick, Preset.Quick.Training.Batch, 40);

    public static IBenchmark Small { get; } = new PrecisionBenchmark(Preset.Small, Preset.Small.Training.Batch, 30);

    /// <summary>An eighth of the paper's batch, as in <see cref="TrainingStepBenchmark.Paper"/>.</summary>
    public static IBenchmark Paper { get; } = new PrecisionBenchmark(Preset.Paper, Preset.Paper.Training.Batch / 8, 3);

    public string Name => $"mixed-precision.{known.Name}";

    public IEnumerable<Measurement> Run()
    {
        using TrainingLoop single = In(Precision.Single);
        using TrainingLoop mixed = In(Precision.MixedBFloat16);
        double[] seconds = Turns.Medians(Clock.Thread, rounds, 2, single.Advance, mixed.Advance);
        yield return Measurement.Of(Name, seconds[0] / seconds[1], "times float32's speed");
        yield return Measurement.Of($"{Name}.time", 1e3 * seconds[1], "ms");
    }

    private TrainingLoop In(Precision precision)
    {
        Preset task = StepLoop.Task(known, batch);
        return StepLoop.Of(task with { Training = task.Training with { Precision = precision } });
    }
}
