using Bindscope.Programs.Generation;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Loop;
using Bindscope.Training.Presets;
using TorchSharp;

namespace Bindscope.Tests.Training;

[Collection(nameof(Alone))]
public sealed class SharedStateTests
{
    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.MixedBFloat16)]
    public void ManyStepsLeaveNoTensorMoreThanFew(Precision precision)
    {
        // Both stages are met within the first steps: the model keeps tables for every length of program that it has met.
        var preset = TinyPresets.Fresh with
        {
            Training = TinyPresets.Fresh.Training with
            {
                Curriculum = [new Stage(3, 1), new Stage(4, 2, Review: 0.5)],
                Precision = precision,
            },
        };
        using var loop = new TrainingLoop(preset, Splits(preset), torch.CPU);
        var evaluator = new Evaluator([.. Splits(preset).Test.Take(10)]);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Advance(20);
        var few = torch.Tensor.TotalCount;
        Advance(180);
        Assert.InRange(torch.Tensor.TotalCount, 0, few);

        void Advance(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                loop.Advance();
                if (step % 10 == 9)
                {
                    evaluator.Run(loop.Model, 2, loop.TakeMeasures(), TestContext.Current.CancellationToken);
                    _ = loop.Meta();
                }
            }
        }
    }

    [Fact]
    public void AStoppedRunWithDropoutGoesOnAsIfItHadNotBeen()
    {
        using var folder = new TemporaryFolder();
        RunFolders.Train(folder.File("whole"), TinyPresets.Dropout);
        RunFolders.Train(folder.File("stopped"), TinyPresets.Dropout, stopAt: 33);
        using (var other = torch.rand(100))
        {
            RunFolders.Resume(folder.File("stopped"));
        }

        RunFolders.AssertSame(folder.File("whole"), folder.File("stopped"));
        var without = TinyPresets.Dropout with { Model = TinyPresets.Fresh.Model };
        var undropped = RunFolders.Train(folder.File("without"), without);
        Assert.NotEqual(File.ReadAllBytes(undropped.MetricsPath), File.ReadAllBytes(folder.File("whole/metrics.jsonl")));
    }

    private static ProgramSplits Splits(Preset preset)
        => ProgramSplits.Generate(
            preset.Task, new SplitSpec(0, 0, 20), new Seed(1), cancellation: TestContext.Current.CancellationToken);
}
