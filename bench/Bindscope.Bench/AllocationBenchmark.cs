using Bindscope.Runs.Presets;
using Bindscope.Training.Loop;

namespace Bindscope.Bench;

/// <summary>Bytes that a step allocates: without drawing programs and making a batch of them, and with.</summary>
internal sealed class AllocationBenchmark : IBenchmark
{
    private const int Steps = 50;

    public string Name => "allocation";

    public IEnumerable<Measurement> Run()
    {
        Preset preset = StepLoop.Task(Preset.Quick, 16);
        using TrainingLoop loop = StepLoop.Of(preset);
        using var workers = new GradientWorkers(loop.Model, 1);
        var parts = Enumerable.Range(0, 16).Where(from => from % 2 == 0).ToDictionary(from => from, from => StepLoop.Sample(preset, from, 2));
        BatchPart build = (from, _) => parts[from];
        yield return Measurement.AtMost(0, Name, PerStep(Step), "bytes a step");
        yield return Measurement.Of($"{Name}.with-programs", PerStep(loop.Advance), "bytes a step");

        void Step()
        {
            workers.Run(16, build, 0);
            loop.Optimizer.Clip(workers.Gradient);
            loop.Optimizer.Step(workers.Gradient, 1e-4, 1);
        }
    }

    private static double PerStep(Action step)
    {
        for (int i = 0; i < Steps; i++)
        {
            step();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Steps; i++)
        {
            step();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Steps;
    }
}
