using System.Runtime.InteropServices;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;
using Bindscope.Training.Optimization;

namespace Bindscope.Tests.Training;

[Collection(nameof(Alone))]
public sealed class SharedStateTests
{
    public static TheoryData<string> Presets { get; } = [nameof(TinyPresets.Fresh), nameof(TinyPresets.Split), nameof(TinyPresets.WithMuon)];

    /// <summary>
    /// Everything of a step but drawing programs and making a batch of them, which here was done before. With one worker, because of several
    /// one may meet its first part, and take its memory, at any step.
    /// </summary>
    [Theory]
    [MemberData(nameof(Presets))]
    public void AStepAllocatesNothing(string name)
    {
        var preset = Named(name);
        var model = Transformer.Create(preset.Model, 1);
        var optimizer = new FlatAdamW(model.Parameters, preset.Training.Optimizer, averageFrom: 3);
        using var workers = new GradientWorkers(model, 1);
        var batches = Batches(preset, 8);
        BatchPart build = (from, _) => batches[from];
        Steps(0, 5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Steps(5, 25);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Steps(int first, int end)
        {
            for (var step = first; step < end; step++)
            {
                workers.Run(8, build, 7);
                optimizer.Clip(workers.Gradient);
                optimizer.Step(workers.Gradient, 1e-3, step, 0.02);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void AnyNumberOfWorkersEndsWithTheSameBytes(string name)
    {
        byte[][] bytes = [Trained(1), Trained(2), Trained(3), Trained(5)];
        Assert.All(bytes, trained => Assert.Equal(bytes[0], trained));

        byte[] Trained(int workers)
        {
            var preset = Named(name) with { Model = TinyPresets.Dropout.Model };
            preset = preset with { Training = preset.Training with { Workers = workers } };
            using var loop = new TrainingLoop(preset, Splits(preset));
            for (var step = 0; step < 20; step++)
            {
                loop.Advance();
            }

            return [.. MemoryMarshal.AsBytes(loop.Model.Parameters.Flat), .. BitConverter.GetBytes(loop.Meta().Unreported.Loss)];
        }
    }

    [Fact]
    public void AStoppedRunWithDropoutGoesOnAsIfItHadNotBeen()
    {
        using var folder = new TemporaryFolder();
        RunFolders.Train(folder.File("whole"), TinyPresets.Dropout);
        RunFolders.Train(folder.File("stopped"), TinyPresets.Dropout, stopAt: 33);
        RunFolders.Resume(folder.File("stopped"));

        RunFolders.AssertSame(folder.File("whole"), folder.File("stopped"));
        var without = TinyPresets.Dropout with { Model = TinyPresets.Fresh.Model };
        var undropped = RunFolders.Train(folder.File("without"), without);
        Assert.NotEqual(File.ReadAllBytes(undropped.MetricsPath), File.ReadAllBytes(folder.File("whole/metrics.jsonl")));
    }

    private static Preset Named(string name) => (Preset)typeof(TinyPresets)
        .GetProperty(name, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.GetValue(null)!;

    /// <summary>One program each.</summary>
    private static Batch[] Batches(Preset preset, int count)
    {
        var generator = new ProgramGenerator(preset.Task);
        var random = new Seed(5).Stream();
        var batches = new Batch[count];
        for (var i = 0; i < count; i++)
        {
            SymbolicProgram[] one = [generator.Next(ref random)];
            batches[i] = BatchBuilder.Build(one, preset.Training.Objective, 2, new Seed(8), i);
        }

        return batches;
    }

    private static ProgramSplits Splits(Preset preset)
        => ProgramSplits.Generate(
            preset.Task, new SplitSpec(preset.Data.Train, 0, 20), new Seed(1), cancellation: TestContext.Current.CancellationToken);
}
