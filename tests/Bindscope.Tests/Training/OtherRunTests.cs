using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Training;

/// <summary>Trainings that begin with another run's checkpoint.</summary>
public sealed class OtherRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>At a constant rate nothing tells a training that goes on past its end from one that was longer from the start.</summary>
    [Fact]
    public void AtAConstantRateGoingOnIsTheLongerTraining()
    {
        LearningRateSpec constant = new(Peak: 3e-3, WarmupSteps: 0, DecayFrom: 1);
        Preset whole = TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { LearningRate = constant } };
        Run once = RunFolders.Train(folder.File("once"), whole);
        Run half = RunFolders.Train(folder.File("half"), whole with { Training = whole.Training with { Steps = 33 } });
        string before = File.ReadAllText(half.MetricsPath);

        Run more = OtherRun.Create(half, folder.File("more"), OtherRun.Extended(half, 27));
        Assert.Equal(half.Checkpoints.Steps(), more.Checkpoints.Steps());
        RunFolders.Resume(folder.File("more"), stopAt: 41);
        RunFolders.Resume(folder.File("more"));

        Assert.Equal(once.LoadModel(60).Parameters.Flat.ToArray(), more.LoadModel(60).Parameters.Flat.ToArray());
        Assert.Equal([0, 10, 14, 20, 28, 33, 40, 45, 60], more.Checkpoints.Steps());
        Assert.StartsWith(before, File.ReadAllText(more.MetricsPath), StringComparison.Ordinal);
        Assert.Equal(60, MetricsFile.Read(more.MetricsPath).Evaluations[^1].Step);
        Assert.True(half.IsFinished);
        Assert.All(more.Checkpoints.Steps(), step => Assert.True(more.Checkpoints.HasChecksums(step)));
    }

    [Fact]
    public void TheLearningRateBeginsItsCourseAnewAndSpecJsonSaysSo()
    {
        Run half = RunFolders.Train(folder.File("half"), TinyPresets.Fresh);
        Run more = OtherRun.Create(half, folder.File("more"), OtherRun.Extended(half, 40));
        RunFolders.Resume(folder.File("more"));

        TrainingSpec training = Run.Open(folder.File("more")).Preset.Training;
        Assert.Equal((60, OriginKind.End, half.Directory), (training.Origin!.Step, training.Origin.Kind, training.Origin.Run));
        Assert.Equal(Enumerable.Range(0, 40).Select(step => training.LearningRate.At(step, 40)), Enumerable.Range(60, 40).Select(step => training.RateAt(step)));
        Assert.Equal(training.RateAt(99), MetricsFile.Read(more.MetricsPath).Evaluations[^1].LearningRate);
        Assert.Contains("goes on from the end of", File.ReadAllText(Path.Combine(more.Directory, "spec.json")), StringComparison.Ordinal);
        Assert.Contains(more.Preset.Assistance(), said => said.Contains("learning rate's course begins anew", StringComparison.Ordinal));
    }

    [Fact]
    public void BatchesOfTheLongerTrainingChangeWhereTheyDid()
    {
        Preset muon = TinyPresets.WithMuon with { Training = TinyPresets.WithMuon.Training with { AverageFrom = 1 } };
        Run run = RunFolders.Train(folder.File("a"), muon);

        TrainingSpec longer = OtherRun.Extended(run, 1000).Training;

        Assert.Equal(Enumerable.Range(0, 60).Select(muon.Training.BatchAt), Enumerable.Range(0, 60).Select(longer.BatchAt));
        Assert.Equal(16, longer.BatchAt(1059));
        Assert.Equal(muon.Training.ProgramsBefore(60), longer.ProgramsBefore(60));
    }

    [Fact]
    public void AnotherRunsWeightsAreThoseOfStepZeroAndAllElseBeginsAnew()
    {
        Run first = RunFolders.Train(folder.File("first"), TinyPresets.Fresh);
        Preset preset = OtherRun.From(first, 45, TinyPresets.Dropout);
        Run second = RunFolders.Train(folder.File("second"), preset, stopAt: 12);
        RunFolders.Resume(folder.File("second"));

        Assert.Equal(first.LoadModel(45).Parameters.Flat.ToArray(), second.LoadModel(0).Parameters.Flat.ToArray());
        Evaluation begun = MetricsFile.Read(second.MetricsPath).Evaluations[0];
        Evaluation left = MetricsFile.Read(first.MetricsPath).Evaluations.Single(evaluation => evaluation.Step == 45);
        Assert.Equal((0, left.Accuracy), (begun.Step, begun.Accuracy));
        Assert.Contains(second.Preset.Assistance(), said => said == $"the weights began as those of {first.Directory} at step 45");
    }

    [Fact]
    public void WhatDoesNotFitIsNamedByField()
    {
        Run run = RunFolders.Train(folder.File("a"), TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 10 } });
        Preset wider = TinyPresets.Fresh with { Model = TinyPresets.Fresh.Model with { Width = 24, RopeBase = 10, Positions = 40 } };

        string said = Assert.Throws<UserException>(() => OtherRun.From(run, 10, wider)).Message;

        Assert.Contains("model.width is 16 there and 24 here, model.ropeBase is 100 there and 10 here", said, StringComparison.Ordinal);
        Assert.DoesNotContain("positions", said, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunThatHasNoEndToGoOnFromIsRefused()
    {
        Run stopped = RunFolders.Train(folder.File("stopped"), TinyPresets.Fresh, stopAt: 20);
        Run averaged = RunFolders.Train(folder.File("averaged"), TinyPresets.WithMuon);
        Run bare = RunFolders.Train(folder.File("bare"), TinyPresets.Fresh);
        File.Delete(Path.Combine(bare.Checkpoints.Folder(60), "optimizer.safetensors"));

        Assert.Contains("is not finished", Refused(stopped, 10), StringComparison.Ordinal);
        Assert.Contains("averaged weights", Refused(averaged, 10), StringComparison.Ordinal);
        Assert.Contains("has no moments", Refused(bare, 10), StringComparison.Ordinal);
        Assert.Contains("--extend is 0", Refused(bare, 0), StringComparison.Ordinal);

        static string Refused(Run run, int added) => Assert.Throws<UserException>(() => OtherRun.Extended(run, added)).Message;
    }

    [Fact]
    public void ADamagedCheckpointIsNotCopiedAndNothingIsLeft()
    {
        Run run = RunFolders.Train(folder.File("a"), TinyPresets.Fresh);
        Preset longer = OtherRun.Extended(run, 10);
        string weights = Path.Combine(run.Checkpoints.Folder(20), "weights.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);

        Assert.Throws<UserException>(() => OtherRun.Create(run, folder.File("more"), longer));

        Assert.Equal(["a"], Directory.GetFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void WeightsThatWereExchangedSinceAreNotTakenForThose()
    {
        Run first = RunFolders.Train(folder.File("first"), TinyPresets.Fresh);
        var second = Run.Create(folder.File("second"), OtherRun.From(first, 60, TinyPresets.Fresh));
        Directory.Delete(first.Checkpoints.Folder(60), recursive: true);
        Directory.Move(first.Checkpoints.Folder(45), first.Checkpoints.Folder(60));
        File.Delete(Path.Combine(first.Checkpoints.Folder(60), "meta.json"));

        var refused = Assert.Throws<UserException>(() => new Trainer(second, TimeProvider.System).Run(_ => { }, CancellationToken.None));

        Assert.Contains("holds other weights now", refused.Message, StringComparison.Ordinal);
    }
}
