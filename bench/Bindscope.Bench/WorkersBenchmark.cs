using Bindscope.Runs.Presets;
using Bindscope.Training.Loop;

namespace Bindscope.Bench;

/// <summary>Steps of two workers against those of one, by the wall's clock: on a machine that has other work to do it says nothing.</summary>
internal sealed class WorkersBenchmark : IBenchmark
{
    public string Name => "two-workers";

    public IEnumerable<Measurement> Run()
    {
        Preset preset = StepLoop.Task(Preset.SmallLm, Preset.SmallLm.Training.Batch);
        using TrainingLoop one = StepLoop.Of(preset);
        using TrainingLoop two = StepLoop.Of(preset with { Training = preset.Training with { Workers = 2 } });
        double[] seconds = Turns.Medians(Clock.Wall, 30, 2, one.Advance, two.Advance);
        yield return Measurement.AtLeast(1.85, Name, seconds[0] / seconds[1], "times one worker's speed");
    }
}
