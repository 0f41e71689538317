using Bindscope.Programs.Generation;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;

namespace Bindscope.Bench;

/// <summary>Trainings whose steps are timed: from the first step on the task itself.</summary>
internal static class StepLoop
{
    /// <summary>A preset without its curriculum and with one worker.</summary>
    public static Preset Task(Preset known, int batch) =>
        known with { Training = known.Training with { Batch = batch, Workers = 1, Threads = 1, Curriculum = [] } };

    /// <summary>Such a preset's training at its beginning; the caller's to dispose.</summary>
    public static TrainingLoop Of(Preset preset)
    {
        int train = preset.Training.Source == DataSource.Split ? preset.Training.Batch : 0;
        return new TrainingLoop(preset, ProgramSplits.Generate(preset.Task, new SplitSpec(train, 1, 1), new Seed(1)));
    }

    /// <summary>A step's batch, from the drawing of programs to the arrays that the model reads.</summary>
    public static Batch Sample(Preset preset, int from, int count)
    {
        var generator = new ProgramGenerator(preset.Task);
        var random = new Seed(1).Split(from).Stream();
        var programs = Enumerable.Range(0, count).Select(_ => generator.Next(ref random)).ToArray();
        return BatchBuilder.Build(programs, preset.Training.Objective, preset.Task.MaximumHops, new Seed(1), from);
    }
}
