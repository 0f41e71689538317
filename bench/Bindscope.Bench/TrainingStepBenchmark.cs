using Bindscope.Numerics;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;

namespace Bindscope.Bench;

/// <summary>
/// How fast a training step computes, as a share of what the core can multiply and add at most, and where a step's time goes. One worker;
/// the last stage of the curriculum, that is the task itself.
/// </summary>
internal sealed class TrainingStepBenchmark(Preset known, int batch, int rounds, double? target) : IBenchmark
{
    public static IBenchmark Quick { get; } = new TrainingStepBenchmark(Preset.Quick, Preset.Quick.Training.Batch, 40, null);

    public static IBenchmark Small { get; } = new TrainingStepBenchmark(Preset.Small, Preset.Small.Training.Batch, 30, 0.55);

    public static IBenchmark SmallLm { get; } = new TrainingStepBenchmark(Preset.SmallLm, Preset.SmallLm.Training.Batch, 30, 0.55);

    /// <summary>
    /// An eighth of the paper's batch: all shapes but the number of rows are the paper's, and a step takes seconds, not a minute. Without its
    /// dropout, which makes attention go step by step.
    /// </summary>
    public static IBenchmark Paper { get; } = new TrainingStepBenchmark(
        Preset.Paper with { Model = Preset.Paper.Model with { Dropout = 0 } }, Preset.Paper.Training.Batch / 8, 3, 0.75);

    public string Name => $"training-step.{known.Name}";

    public IEnumerable<Measurement> Run()
    {
        Preset preset = StepLoop.Task(known, batch);
        using TrainingLoop loop = StepLoop.Of(preset);
        Batch sample = StepLoop.Sample(preset, 0, batch);
        var arithmetic = new StepArithmetic(preset.Model, sample.Layout, sample.Programs, sample.Places.Length);
        var parts = new StepParts(loop.Model, sample.Layout, sample.Programs);
        var gradient = new Tensor(loop.Model.Parameters.Flat.Length);
        int step = 1;
        double[] seconds = Turns.Medians(
            Clock.Thread, rounds, 2, loop.Advance, FmaPeak.Run, parts.Linear, parts.Attention, parts.LayerNorm, parts.Gelu,
            () => StepLoop.Sample(preset, 0, batch), () => Update(loop, gradient, step++));
        double rate = arithmetic.Operations / seconds[0];
        double peak = FmaPeak.Operations / seconds[1];
        yield return target is { } least
            ? Measurement.AtLeast(least, Name, rate / peak, "of a core's peak")
            : Measurement.Of(Name, rate / peak, "of a core's peak");
        yield return Measurement.Of($"{Name}.time", 1e3 * seconds[0], "ms");
        yield return Measurement.Of($"{Name}.rate", rate / 1e9, "GFLOP/s");
        yield return Measurement.Of($"{Name}.peak", peak / 1e9, "GFLOP/s");
        string[] names = ["linear", "attention", "layer-norm", "gelu", "batch", "optimizer"];
        for (int i = 0; i < names.Length; i++)
        {
            yield return Measurement.Of($"{Name}.where.{names[i]}", seconds[i + 2] / seconds[0], "of the step's time");
        }

        yield return Measurement.Of($"{Name}.where.rest", 1 - (seconds[2..].Sum() / seconds[0]), "of the step's time");
    }

    private static void Update(TrainingLoop loop, Tensor gradient, int step)
    {
        loop.Optimizer.Clip(gradient);
        loop.Optimizer.Step(gradient, 0, step);
    }
}
