using Bindscope.Numerics;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;
using Bindscope.Training.Optimization;

namespace Bindscope.Bench;

/// <summary>How a training step of <c>small-lm</c> grows, with two layers; its work is its products, its memory what the training holds.</summary>
internal static class StepGrowth
{
    private const int Batch = 16;

    /// <summary>With the width, as the MLP's and the number of heads of 16 grow with it. AdamW; Muon's update grows with the width's cube.</summary>
    public static IBenchmark Width { get; } = Of("step.width", [64, 128, 256, 512], width => With(width, 16, Batch));

    public static IBenchmark Lines { get; } = Of("step.lines", [16, 32, 64], lines => With(64, lines, Batch));

    public static IBenchmark Rows { get; } = Of("step.batch", [8, 16, 32, 64], rows => With(64, 16, rows));

    /// <summary>Muon's update alone; its work is the cube of the width.</summary>
    public static IBenchmark Muon { get; } = new GrowthBenchmark("muon.width", Clock.Thread, 5, [64, 128, 256, 512], width =>
    {
        Preset preset = With(width, 16, 1);
        TrainingLoop? loop = null;
        double held = Held(() => loop = StepLoop.Of(preset));
        var gradient = new Tensor(loop!.Model.Parameters.Flat.Length);
        gradient.Values.Fill(1e-3f);
        var muon = new FlatAdamW(
            loop.Model.Parameters, preset.Training.Optimizer with { Kind = OptimizerKind.Muon, Muon = new MuonSpec() });
        int step = 0;
        return new GrowthCase(() => muon.Step(gradient, 0, step++, 0), Math.Pow(width, 3), held);
    });

    private static GrowthBenchmark Of(string name, int[] sizes, Func<int, Preset> preset) => new(name, Clock.Thread, 5, sizes, size =>
    {
        Preset sized = preset(size);
        TrainingLoop? loop = null;
        double held = Held(() =>
        {
            loop = StepLoop.Of(sized);
            loop.Advance();
        });
        Batch sample = StepLoop.Sample(sized, 0, sized.Training.Batch);
        var arithmetic = new StepArithmetic(sized.Model, sample.Layout, sample.Programs, sample.Places.Length);
        return new GrowthCase(loop!.Advance, arithmetic.Operations, held);
    });

    private static Preset With(int width, int lines, int batch)
    {
        Preset preset = StepLoop.Task(Preset.SmallLm, batch);
        return preset with
        {
            Task = preset.Task with { Lines = lines },
            Model = preset.Model with { Layers = 2, Width = width, Heads = width / 16, MlpWidth = 2 * width, Positions = 4 * (lines + 1) },
            Training = preset.Training with
            {
                Optimizer = preset.Training.Optimizer with { Kind = OptimizerKind.AdamW, Muon = null },
            },
        };
    }

    /// <summary>Bytes that stay in use after an action.</summary>
    private static double Held(Action act)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        act();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }
}
