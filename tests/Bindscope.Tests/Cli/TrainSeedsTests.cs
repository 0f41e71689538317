using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Cli;

public sealed class TrainSeedsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string preset;

    public TrainSeedsTests() => File.WriteAllText(preset = folder.File("preset.json"), PresetJson.Write(TinyPresets.Fresh));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EverySeedHasARunOfItsOwnAndFinishedOnesAreLeftAsTheyAre()
    {
        CommandLine first = Train("--seeds", "3,5");

        Assert.Equal(0, first.ExitCode);
        Assert.Contains("2 runs;", first.Out, StringComparison.Ordinal);
        Assert.Equal(5UL, Run.Open(folder.File("a-5")).Preset.Training.Seed);
        CommandLine.Run("train", "--config", preset, "--steps", "20", "--run", folder.File("alone"), "--seed", "3");
        Assert.Equal(File.ReadAllBytes(Metrics("alone")), File.ReadAllBytes(Metrics("a-3")));

        CommandLine again = Train("--seeds", "3", "5,7");
        Assert.Equal(0, again.ExitCode);
        Assert.All(["a-3", "a-5"], name => Assert.Contains(
            $"{folder.File(name)} is finished: it has reached its last step, 20\n", again.Error, StringComparison.Ordinal));
        Assert.Contains("3 runs;", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralAtOnceAreProcessesOfTheirOwnWithTheSameResult()
    {
        Child both = await Child.RunAsync(
            new Dictionary<string, string>(),
            "train", "--config", preset, "--steps", "20", "--run", folder.File("b"), "--seeds", "3,5", "--jobs", "2", "--tensorboard");

        Assert.Equal(0, both.ExitCode);
        Assert.Contains("b-3: ", both.Error, StringComparison.Ordinal);
        Assert.Contains("b-5: ", both.Error, StringComparison.Ordinal);
        Assert.Equal(0, Train("--seeds", "3,5").ExitCode);
        Assert.Equal(File.ReadAllBytes(Metrics("a-5")), File.ReadAllBytes(Metrics("b-5")));
        Assert.Single(Directory.GetFiles(folder.File("b-5/tensorboard")));
    }

    [Theory]
    [InlineData("kill -TERM $training")]
    [InlineData("kill -TERM -$training")] // all of them, as Ctrl-C at a terminal does
    [InlineData("kill -KILL $training")]
    public async Task TrainingsOfTheirOwnStopWithTheOneThatBeganThem(string stop)
    {
        await File.WriteAllTextAsync(
            folder.File("long.json"),
            PresetJson.Write(TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 100_000 } }),
            TestContext.Current.CancellationToken);
        Child stopped = await Child.RunAsync(
            "/bin/sh",
            new Dictionary<string, string>(),
            "-c",
            $$"""
            setsid "$0" train --config "$1/long.json" --run "$1/t" --seeds 3,5 --jobs 2 & training=$!
            until [ -e "$1/t-3/checkpoints/000045" ] && [ -e "$1/t-5/checkpoints/000045" ]; do kill -0 $training || exit 99; sleep 0.05; done
            {{stop}}
            wait $training
            """,
            Path.Combine(AppContext.BaseDirectory, "bindscope"),
            folder.File(""));

        // Their end is waited for, too: they share its standard output.
        Assert.Equal(stop.Contains("KILL", StringComparison.Ordinal) ? 137 : 130, stopped.ExitCode);
        foreach (string run in new[] { "t-3", "t-5" })
        {
            Run there = Run.Open(folder.File(run));
            Assert.False(there.IsTraining);
            RunFolders.Resume(there.Directory, stopAt: there.Checkpoints.Steps()[^1] + 2);
        }
    }

    [Theory]
    [InlineData("--seeds 3", "names 1 seed")]
    [InlineData("--seeds 3,3", "names 3 twice")]
    [InlineData("--seeds 3,x", "'x' is not a seed")]
    [InlineData("--seeds 3,5 --seed 4", "--seeds resumes its runs itself")]
    [InlineData("--seeds 3,5 --jobs 0", "--jobs is 0")]
    public void AWrongListIsExplained(string arguments, string error)
    {
        CommandLine answer = Train(arguments.Split(' '));

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunOfOtherFieldsIsNotTakenUp()
    {
        Train("--seeds", "3,5");
        CommandLine other = CommandLine.Run(
            "train", "--config", preset, "--steps", "30", "--run", folder.File("a"), "--seeds", "3,5");

        Assert.Equal(2, other.ExitCode);
        Assert.Contains("holds a run of another preset or other fields", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AConstantLearningRateDoesNotDecay()
    {
        Assert.Equal(0, CommandLine.Run(
            "train", "--config", preset, "--steps", "10", "--run", folder.File("c"), "--constant-learning-rate").ExitCode);
        LearningRateSpec rate = Run.Open(folder.File("c")).Preset.Training.LearningRate;

        Assert.Equal(1, rate.DecayFrom);
        Assert.Equal(rate.Peak, rate.At(9, 10));
    }

    private string Metrics(string run) => Path.Combine(folder.File(run), "metrics.jsonl");

    private CommandLine Train(params string[] arguments) =>
        CommandLine.Run(["train", "--config", preset, "--steps", "20", "--run", folder.File("a"), .. arguments]);
}
