using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Training;

/// <summary>A training that was stopped and taken up again leaves the bytes of one that was not.</summary>
public sealed class TrainerTests : IDisposable
{
    private static readonly int[] Kept = [0, 10, 14, 20, 28, 40, 45, 60];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AFinishedRunHoldsWhatItShould()
    {
        var run = RunFolders.Train(folder.File("a"), TinyPresets.Fresh);

        Assert.True(run.IsFinished);
        Assert.Equal(Kept, run.Checkpoints.Steps());
        Assert.Equal([45, 60], Kept.Where(step => File.Exists(Path.Combine(run.Checkpoints.Folder(step), "optimizer.safetensors"))));
        var evaluations = MetricsFile.Read(run.MetricsPath).Evaluations;
        Assert.Equal([0, 5, 7, 10, 14, 20, 21, 28, 35, 40, 42, 45, 49, 56, 60], evaluations.Select(evaluation => evaluation.Step));
        Assert.All(evaluations, evaluation => Assert.Equal(60, evaluation.N));
        Assert.Equal((0, 0), (evaluations[0].Loss, evaluations[0].LearningRate));
        Assert.True(evaluations[^1].Loss < evaluations[1].Loss, "nothing was learned");
        var timing = File.ReadAllLines(Path.Combine(run.Directory, "timing.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(evaluations.Select(evaluation => evaluation.Step), timing.Select(line => line.GetProperty("step").GetInt64()));
    }

    [Fact]
    public void AStoppedRunGoesOnAsIfItHadNotBeen()
    {
        RunFolders.Train(folder.File("whole"), TinyPresets.Fresh);
        RunFolders.Train(folder.File("stopped"), TinyPresets.Fresh, stopAt: 33);
        Assert.Equal([0, 10, 14, 20, 28, 33], Run.Open(folder.File("stopped")).Checkpoints.Steps());

        // Stopped again before the next kept checkpoint, at once after it was taken up, and at a kept one.
        RunFolders.Resume(folder.File("stopped"), stopAt: 35);
        RunFolders.Resume(folder.File("stopped"), stopAt: 35);
        RunFolders.Resume(folder.File("stopped"), stopAt: 45);
        RunFolders.Resume(folder.File("stopped"));

        RunFolders.AssertSame(folder.File("whole"), folder.File("stopped"));
    }

    [Fact]
    public void AnotherSeedIsAnotherTraining()
    {
        var preset = TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 10 } };
        var one = RunFolders.Train(folder.File("one"), preset);
        var two = RunFolders.Train(folder.File("two"), preset with { Training = preset.Training with { Seed = 4 } });

        Assert.NotEqual(File.ReadAllBytes(Weights(one, 0)), File.ReadAllBytes(Weights(two, 0)));
        Assert.NotEqual(File.ReadAllBytes(one.MetricsPath), File.ReadAllBytes(two.MetricsPath));
    }

    [Fact]
    public void AStoppedRunOverASplitGoesOnAsIfItHadNotBeen()
    {
        RunFolders.Train(folder.File("whole"), TinyPresets.Split);
        RunFolders.Train(folder.File("stopped"), TinyPresets.Split, stopAt: 38);
        RunFolders.Resume(folder.File("stopped"));

        RunFolders.AssertSame(folder.File("whole"), folder.File("stopped"));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(38)]
    [InlineData(55)]
    public void AStoppedRunWithMuonOtherBatchesAndAnAverageGoesOnAsIfItHadNotBeen(int stopAt)
    {
        RunFolders.Train(folder.File("whole"), TinyPresets.WithMuon);
        RunFolders.Train(folder.File("stopped"), TinyPresets.WithMuon, stopAt);
        RunFolders.Resume(folder.File("stopped"));

        RunFolders.AssertSame(folder.File("whole"), folder.File("stopped"));
    }

    [Fact]
    public void TheLastCheckpointHoldsTheMeanOfTheWeightsSinceAveragingBegan()
    {
        var preset = TinyPresets.Split with { Training = TinyPresets.Split.Training with { Checkpoints = new Cadence(1, 1), AverageFrom = 0.9 } };
        var averaged = RunFolders.Train(folder.File("averaged"), preset);
        var last = RunFolders.Train(folder.File("last"), preset with { Training = preset.Training with { AverageFrom = 1 } });

        var mean = Enumerable.Range(55, 6).Select(step => Flat(last, step)).Aggregate((sum, next) => [.. sum.Zip(next, (a, b) => a + b)]);
        Samples.Agree([.. mean.Select(sum => sum / 6)], Flat(averaged, 60), "mean weight", 1e-6);
        Assert.Equal(Flat(last, 59), Flat(averaged, 59));

        static double[] Flat(Run run, int step)
        {
            var model = run.Checkpoints.Load(step, run.Preset.Model);
            return Samples.Values(model.Parameters.Flat);
        }
    }

    [Fact]
    public void MixedPrecisionNeedsTheOptionalProject()
    {
        var error = Assert.Throws<UserException>(() => RunFolders.Train(folder.File("mixed"), TinyPresets.Mixed));
        Assert.Contains("mixedBFloat16", error.Message, StringComparison.Ordinal);
        Assert.Contains("make torch", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatAKilledWriterLeftBehindIsClearedUp()
    {
        RunFolders.Train(folder.File("whole"), TinyPresets.Fresh);
        var killed = folder.File("killed");
        var run = RunFolders.Train(killed, TinyPresets.Fresh, stopAt: 33);
        var whole = File.ReadAllBytes(Weights(run, 33));

        Directory.CreateDirectory(run.Checkpoints.Folder(45) + ".part");
        File.WriteAllBytes(Path.Combine(run.Checkpoints.Folder(45) + ".part", "weights.safetensors"), whole);
        File.WriteAllBytes(Path.Combine(run.Checkpoints.Folder(45) + ".part", "optimizer.safetensors.part"), whole[..1000]);
        Directory.CreateDirectory(run.Checkpoints.Folder(41) + ".part");
        File.WriteAllBytes(Path.Combine(killed, "metrics.jsonl.part"), whole[..10]);
        File.WriteAllBytes(Path.Combine(killed, "environment.json.part"), whole[..10]);
        var lines = File.ReadAllLines(Path.Combine(folder.File("whole"), "metrics.jsonl"));
        File.AppendAllText(run.MetricsPath, lines[8] + "\n" + lines[9][..40]);
        File.AppendAllText(Path.Combine(killed, "timing.jsonl"), "{\"step\":40,\"fr");
        Assert.Equal([0, 10, 14, 20, 28, 33], run.Checkpoints.Steps());

        RunFolders.Resume(killed);

        RunFolders.AssertSame(folder.File("whole"), killed);
        Assert.All(File.ReadAllLines(Path.Combine(killed, "timing.jsonl")), line => JsonDocument.Parse(line));
    }

    [Fact]
    public void ARunThatWasKilledBeforeItsFirstCheckpointBeginsAgain()
    {
        var run = RunFolders.Train(folder.File("whole"), TinyPresets.Fresh);
        Run.Create(folder.File("killed"), TinyPresets.Fresh);
        File.Copy(run.MetricsPath, Path.Combine(folder.File("killed"), MetricsFile.Name));

        RunFolders.Resume(folder.File("killed"));

        RunFolders.AssertSame(folder.File("whole"), folder.File("killed"));
    }

    [Fact]
    public void AFinishedRunIsLeftAsItIsButForWhatAKillLeftBehind()
    {
        var run = RunFolders.Train(folder.File("whole"), TinyPresets.Fresh);
        var killed = RunFolders.Copy(run.Directory, folder, "killed");
        File.Copy(
            Path.Combine(run.Checkpoints.Folder(60), "optimizer.safetensors"),
            Path.Combine(killed, "checkpoints/000040/optimizer.safetensors"));

        RunFolders.Resume(killed);

        RunFolders.AssertSame(run.Directory, killed);
    }

    [Fact]
    public void ProgressIsToldAtTheStartAndAfterEveryStep()
    {
        var told = new List<TrainingProgress>();
        var preset = TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 10 } };
        new Trainer(Run.Create(folder.File("a"), preset), TimeProvider.System).Run(told.Add, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 11), told.Select(progress => progress.Step));
        Assert.All(told, progress => Assert.Equal(10, progress.Steps));
        Assert.Equal([0, 5, 7, 10], told.Where(progress => progress.Evaluation is not null).Select(progress => progress.Step));
        Assert.Null(told[0].Remaining);
        Assert.Equal(TimeSpan.Zero, told[^1].Remaining);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("lanes")]
    [InlineData("processor")]
    public void ItIsNotedWhereARunWentOnWithSomethingElse(string what)
    {
        var run = RunFolders.Train(folder.File("a"), TinyPresets.Fresh, stopAt: 33);
        var path = Path.Combine(run.Directory, "environment.json");
        var written = File.ReadAllText(path);
        File.WriteAllText(path, written.Replace($"\"{what}\": \"", $"\"{what}\": \"older-", StringComparison.Ordinal));

        RunFolders.Resume(run.Directory, stopAt: 40);
        RunFolders.Resume(run.Directory);

        var environments = JsonSerializer.Deserialize<RunEnvironments>(File.ReadAllText(path), PresetJson.Options)!;
        string Of(RunEnvironment environment) => what switch
        {
            "version" => environment.Version,
            "lanes" => environment.Lanes!,
            _ => environment.Processor!,
        };
        Assert.StartsWith("older-", Of(environments.Started), StringComparison.Ordinal);
        var change = Assert.Single(environments.Resumed);
        Assert.Equal((33, "older-" + Of(change.Environment)), (change.Step, Of(environments.Started)));
    }

    [Fact]
    public void ARunIsNotTakenUpBeyondTheLastStepOfItsSpec()
    {
        var run = RunFolders.Train(folder.File("a"), TinyPresets.Fresh, stopAt: 33);
        var path = Path.Combine(run.Directory, "spec.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"steps\": 60", "\"steps\": 30", StringComparison.Ordinal));

        var error = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));

        Assert.Equal($"{run.Checkpoints.Folder(33)} is beyond the last step in spec.json, 30", error.Message);
    }

    [Fact]
    public void ARunThatLostEvaluationsIsNotTakenUpAsIfItHadThem()
    {
        var run = RunFolders.Train(folder.File("a"), TinyPresets.Fresh, stopAt: 33);
        var lines = File.ReadAllLines(run.MetricsPath);
        File.WriteAllLines(run.MetricsPath, lines.Where((_, i) => i is not (3 or 5)));
        var some = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));
        File.Delete(run.MetricsPath);
        var all = Assert.Throws<UserException>(() => RunFolders.Resume(run.Directory));

        Assert.Contains("lacks 2 of the evaluations made before the checkpoint of step 33, from step 10 on", some.Message, StringComparison.Ordinal);
        Assert.Contains("lacks 8 of the evaluations made before the checkpoint of step 33, from step 0 on", all.Message, StringComparison.Ordinal);
        Assert.Equal([0, 10, 14, 20, 28, 33], run.Checkpoints.Steps());
    }

    [Fact]
    public void ALossThatIsNoNumberStopsTheTraining()
    {
        var wild = TinyPresets.Fresh.Training with { LearningRate = new LearningRateSpec(1e30, 0, 1), Optimizer = new OptimizerSpec() };
        var error = Assert.Throws<UserException>(
            () => RunFolders.Train(folder.File("a"), TinyPresets.Fresh with { Training = wild }));

        Assert.StartsWith("the loss became ", error.Message, StringComparison.Ordinal);
        Assert.All(MetricsFile.Read(folder.File("a/metrics.jsonl")).Evaluations, evaluation => Assert.True(double.IsFinite(evaluation.Loss)));
    }

    private static string Weights(Run run, int step) => Path.Combine(run.Checkpoints.Folder(step), "weights.safetensors");
}
