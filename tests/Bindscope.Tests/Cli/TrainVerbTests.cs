using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Cli;

public sealed class TrainVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string preset;

    public TrainVerbTests() => File.WriteAllText(preset = folder.File("preset.json"), PresetJson.Write(TinyPresets.Fresh));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ATrainingSaysWhatItDoesAndWhereEverythingIs()
    {
        var answer = Train("--run", folder.File("a"), "--steps", "20");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Out));
        foreach (var part in new[]
        {
            $"{folder.File("a")}: preset quick, seed 3", "task: 4 lines, up to 2 hops; model: 2 layers, 5,760 parameters",
            "assistance: the loss counts answers only", "easier programs come first (2 lines with 1 hop", "   step    loss  accuracy   1 hop   2 hop",
            "\n     20 ", $"trained: {folder.File("a")} (metrics.jsonl, 4 checkpoints",
        })
        {
            Assert.Contains(part, answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AFinishedRunIsSaidToBeFinishedAndLeftAsItIs()
    {
        Train("--run", folder.File("a"), "--steps", "10");
        var copy = RunFolders.Copy(folder.File("a"), folder, "copy");
        var answer = CommandLine.Run("train", "--resume", "--run", folder.File("a"));

        Assert.Equal((0, $"{folder.File("a")} is finished: it has reached its last step, 10\n"), (answer.ExitCode, answer.Error));
        RunFolders.AssertSame(copy, folder.File("a"));
    }

    [Fact]
    public void AStoppedTrainingSaysHowToGoOnAndDoes()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var answer = CommandLine.Run(
            Bindscope.Cli.Shell.Verbs, "", ["train", "--config", preset, "--run", folder.File("a")], stopped.Token);
        Assert.Equal(130, answer.ExitCode);
        Assert.Contains($"hint: continue with `bindscope train --resume --run {folder.File("a")}`", answer.Error, StringComparison.Ordinal);

        RunFolders.Resume(folder.File("a"), stopAt: 33);
        var resumed = CommandLine.Run("train", "--resume", "--run", folder.File("a"));
        Assert.Contains("continuing from step 33 of 60", resumed.Error, StringComparison.Ordinal);
        RunFolders.AssertSame(RunFolders.Train(folder.File("whole"), TinyPresets.Fresh).Directory, folder.File("a"));
    }

    [Fact]
    public void APrecisionThatTheProcessorLacksLeavesNoFolder()
    {
        CommandLine answer = Train("--set", "training.precision=mixedBFloat16", "--run", folder.File("mixed"));

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("the processor computes in single alone", answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("mixed")));
    }

    [Fact]
    public void ASecondTrainingIntoAFolderIsRefusedAndTheFirstGoesOn()
    {
        var run = Run.Create(folder.File("a"), TinyPresets.Fresh);
        CommandLine? second = null, fresh = null;
        new Trainer(run, TimeProvider.System).Run(
            progress =>
            {
                if (progress.Step == 22)
                {
                    second = CommandLine.Run("train", "--resume", "--run", run.Directory);
                    fresh = Train("--run", run.Directory);
                }
            },
            CancellationToken.None);

        Assert.Equal(3, second!.ExitCode);
        Assert.Contains($"error: {run.Directory}: another training writes into this folder", second.Error, StringComparison.Ordinal);
        Assert.Equal(2, fresh!.ExitCode);
        Assert.Contains("already holds a run", fresh.Error, StringComparison.Ordinal);
        RunFolders.AssertSame(RunFolders.Train(folder.File("whole"), TinyPresets.Fresh).Directory, run.Directory);
    }

    [Fact]
    public void TensorBoardFilesAreWrittenOnlyWhereTheyAreAskedFor()
    {
        Train("--run", folder.File("a"), "--steps", "10", "--tensorboard");
        Train("--run", folder.File("b"), "--steps", "10");

        var events = Assert.Single(Directory.GetFiles(folder.File("a/tensorboard")));
        Assert.True(new FileInfo(events).Length > 500, "no evaluation in it");
        Directory.Delete(folder.File("a/tensorboard"), recursive: true);
        RunFolders.AssertSame(folder.File("b"), folder.File("a"));
    }

    [Theory]
    [InlineData("train --preset quik", "error: there is no preset 'quik'", 2)]
    [InlineData("train --preset quik", "hint: did you mean quick? presets are quick,", 2)]
    [InlineData("train --jobs 2", "error: --jobs runs several trainings", 2)]
    [InlineData("train --config .", "error: . cannot be read: it is a folder", 3)]
    [InlineData("train --set model.layers=0", "model: layers must be at least 1", 2)]
    [InlineData("train --set modl.layers=3", "modl.layers is not a field; did you mean model?", 2)]
    [InlineData("train --config no/such.json", "no/such.json cannot be read", 3)]
    [InlineData("train --resume --run no/such/run", "no/such/run holds no run", 3)]
    [InlineData("train --resume --run no/such/run --seed 3 --set a=1", "it cannot be given --set or --seed", 2)]
    [InlineData("train --device quantum", "quantum", 2)]
    [InlineData("presets quik", "error: there is no preset 'quik'", 2)]
    public void AWrongRequestIsExplainedAndNothingIsMade(string line, string error, int exitCode)
    {
        var own = line.StartsWith("train", StringComparison.Ordinal) && !line.Contains("--run", StringComparison.Ordinal);
        var answer = CommandLine.Run([.. line.Split(' '), .. own ? new[] { "--run", folder.File("a") } : []]);

        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Contains("\nhint: ", answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("a")));
        Assert.False(Directory.Exists("no"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void ARunWithoutANameIsRefusedRatherThanMadeOfTheFolderOfAllRuns(string name)
    {
        var answer = CommandLine.Run("train", "--run", name, "--set", "model.layers=0");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("model: layers", answer.Error, StringComparison.Ordinal);

        answer = CommandLine.Run("phases", "--run", name);
        Assert.Equal((2, "error: the run's name is empty"), (answer.ExitCode, answer.Error.Split('\n')[0]));
    }

    [Fact]
    public void ResumingNeedsARunsName()
        => Assert.StartsWith("error: --resume needs the name of a run", CommandLine.Run("train", "--resume").Error, StringComparison.Ordinal);

    [Fact]
    public void ADeviceThatIsMissingLeavesNoFolderBehind()
    {
        var answer = Train("--run", folder.File("a"), "--device", "cuda");

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains("make torch", answer.Error, StringComparison.Ordinal);
        Assert.Equal(2, Train("--run", folder.File("a"), "--device", "tpu").ExitCode);
        Assert.False(Directory.Exists(folder.File("a")));
    }

    [Fact]
    public void PresetsAreListedWithTheirAssistanceAndPrintedWhole()
    {
        var list = CommandLine.Run("presets").Out;

        Assert.All(Preset.Known, known => Assert.Contains($"{known.Name}: {known.Task.Lines} lines", list, StringComparison.Ordinal));
        Assert.Contains("37,802,496 parameters", list, StringComparison.Ordinal);
        Assert.Equal(PresetJson.Write(Preset.Paper), CommandLine.Run("presets", "paper").Out);
    }

    private CommandLine Train(params string[] options) => CommandLine.Run(["train", "--config", preset, .. options]);
}
