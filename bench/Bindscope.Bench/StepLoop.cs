using Bindscope.Programs.Generation;
using Bindscope.Training.Loop;
using Bindscope.Training.Presets;
using static TorchSharp.torch;

namespace Bindscope.Bench;

/// <summary>Trainings whose steps are timed: one thread, and from the first step on the task itself.</summary>
internal static class StepLoop
{
    /// <summary>A preset without its curriculum and with one worker.</summary>
    public static Preset Task(Preset known, int batch) =>
        known with { Training = known.Training with { Batch = batch, Workers = 1, Curriculum = [] } };

    /// <summary>Such a preset's training at its beginning; the caller's to dispose.</summary>
    public static TrainingLoop Of(Preset preset)
    {
        int train = preset.Training.Source == DataSource.Split ? preset.Training.Batch : 0;
        return new TrainingLoop(preset, ProgramSplits.Generate(preset.Task, new SplitSpec(train, 1, 1), new Seed(1)), CPU);
    }
}
