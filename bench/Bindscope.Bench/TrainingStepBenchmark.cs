using Bindscope.Programs.Generation;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;
using Bindscope.Training.Presets;
using static TorchSharp.torch;

namespace Bindscope.Bench;

/// <summary>
/// How fast a training step computes, as a share of the rate at which libtorch multiplies matrices of the same shapes; and where a step's
/// time goes. One thread; the last stage of the curriculum, that is the task itself. Above 1 where the product's own kernel is not used.
/// </summary>
internal sealed class TrainingStepBenchmark(Preset known, int batch, int rounds, double? target) : IBenchmark
{
    public static IBenchmark Quick { get; } = new TrainingStepBenchmark(Preset.Quick, Preset.Quick.Training.Batch, 40, null);

    public static IBenchmark Small { get; } = new TrainingStepBenchmark(Preset.Small, Preset.Small.Training.Batch, 30, 0.6);

    /// <summary>
    /// An eighth of the paper's batch: all shapes but the number of rows are the paper's, and a step takes seconds, not a minute.
    /// </summary>
    public static IBenchmark Paper { get; } = new TrainingStepBenchmark(Preset.Paper, Preset.Paper.Training.Batch / 8, 3, null);

    public string Name => $"training-step.{known.Name}";

    public IEnumerable<Measurement> Run()
    {
        using var scope = NewDisposeScope();
        Preset preset = StepLoop.Task(known, batch);
        using TrainingLoop loop = StepLoop.Of(preset);
        Batch sample = Sample(preset);
        var arithmetic = new StepArithmetic(preset.Model, sample.Layout, sample.Programs, sample.Places.Length);
        var parts = new StepParts(preset.Model, sample.Layout, sample.Programs, arithmetic, loop.Model.TablesOf(sample.Layout));
        using Tensor gradient = zeros_like(loop.Model.Parameters.Flat);
        int step = 1;
        double[] seconds = Turns.Medians(
            Clock.Thread, rounds, 2, loop.Advance, arithmetic.PlainProducts, parts.Linear, parts.Attention, parts.LayerNorm, parts.Gelu,
            () => Sample(preset), () => Update(loop, gradient, step++));
        double operations = arithmetic.LinearOperations + arithmetic.AttentionOperations;
        double rate = operations / seconds[0];
        double plain = arithmetic.LinearOperations / seconds[1];
        yield return target is { } least
            ? Measurement.AtLeast(least, Name, rate / plain, "of a product's rate")
            : Measurement.Of(Name, rate / plain, "of a product's rate");
        yield return Measurement.Of($"{Name}.time", 1e3 * seconds[0], "ms");
        yield return Measurement.Of($"{Name}.rate", rate / 1e9, "GFLOP/s");
        yield return Measurement.Of($"{Name}.product", plain / 1e9, "GFLOP/s");
        string[] names = ["linear", "attention", "layer-norm", "gelu", "batch", "optimizer"];
        for (int i = 0; i < names.Length; i++)
        {
            yield return Measurement.Of($"{Name}.where.{names[i]}", seconds[i + 2] / seconds[0], "of the step's time");
        }
        yield return Measurement.Of($"{Name}.where.rest", 1 - seconds[2..].Sum() / seconds[0], "of the step's time");
    }

    /// <summary>A step's batch, from the drawing of programs to the arrays that become tensors.</summary>
    private static Batch Sample(Preset preset)
    {
        var generator = new ProgramGenerator(preset.Task);
        var random = new Seed(1).Stream();
        var programs = Enumerable.Range(0, preset.Training.Batch).Select(_ => generator.Next(ref random)).ToArray();
        return BatchBuilder.Build(programs, preset.Training.Objective, preset.Task.MaximumHops, new Seed(1), 0);
    }

    private static void Update(TrainingLoop loop, Tensor gradient, int step)
    {
        loop.Optimizer.Clip(gradient);
        loop.Optimizer.Step(gradient, 0, step);
    }
}
