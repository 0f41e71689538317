using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Cli;

/// <summary><c>train --from</c> and <c>--extend</c>.</summary>
public sealed class TrainFromTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string first;

    public TrainFromTests() =>
        first = RunFolders.Train(folder.File("first"), TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 20 } }).Directory;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheOtherRunsPresetIsTakenUnlessOneIsNamed()
    {
        CommandLine own = CommandLine.Run("train", "--from", $"{first}@14", "--run", folder.File("own"), "--set", "training.seed=9");
        CommandLine other = CommandLine.Run("train", "--from", first, "--preset", "small", "--run", folder.File("other"));

        Assert.Equal(0, own.ExitCode);
        Assert.Contains($"assistance: the weights began as those of {first} at step 14", own.Error, StringComparison.Ordinal);
        TrainingSpec training = Run.Open(folder.File("own")).Preset.Training;
        Assert.Equal((20, 9ul, 14, OriginKind.Weights), (training.Steps, training.Seed, training.Origin!.Step, training.Origin.Kind));
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("model.layers is 2 there and", other.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("other")));
    }

    [Fact]
    public void AFinishedRunGoesOnInARunOfItsOwnAtTheRateThatIsGiven()
    {
        string[] entries = Directory.GetFileSystemEntries(first, "*", SearchOption.AllDirectories);
        CommandLine answer = CommandLine.Run(
            "train", "--from", first, "--extend", "10", "--set", "training.learningRate.peak=0.0001", "--run", folder.File("more"));

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("continuing from step 20 of 30", answer.Error, StringComparison.Ordinal);
        TrainingSpec training = Run.Open(folder.File("more")).Preset.Training;
        Assert.Equal((30, 0.0001, 10), (training.Steps, training.LearningRate.Peak, training.LearningRate.WarmupSteps));
        Assert.Equal(entries, Directory.GetFileSystemEntries(first, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("names no run to go on from", "--extend", "10")]
    [InlineData("--from names step 14", "--from", "FIRST@14", "--extend", "10")]
    [InlineData("goes on with all fields of the run but training.learningRate", "--from", "FIRST", "--extend", "10", "--seed", "4")]
    [InlineData("goes on with all fields of the run but training.learningRate", "--from", "FIRST", "--extend", "10", "--set", "training.batch=4")]
    [InlineData("--preset names another", "--from", "FIRST", "--extend", "10", "--preset", "quick")]
    [InlineData("--extend is -1", "--from", "FIRST", "--extend", "-1")]
    [InlineData("has no checkpoint '15'", "--from", "FIRST@15")]
    [InlineData("--extend goes on with one run", "--from", "FIRST", "--extend", "10", "--seeds", "1,2")]
    [InlineData("cannot be given --from", "--resume", "--from", "FIRST")]
    [InlineData("training.origin cannot be given", "--set", "training.origin={\"run\":\"x\",\"step\":1,\"weights\":\"\",\"kind\":\"weights\"}")]
    public void WhatCannotBeIsSaidAndLeavesNothing(string message, params string[] arguments)
    {
        CommandLine answer = CommandLine.Run(
            ["train", .. arguments.Select(one => one.Replace("FIRST", first, StringComparison.Ordinal)), "--run", folder.File("new")]);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("new")));
    }

    [Fact]
    public void ARunThatIsThereIsNotReplaced()
    {
        CommandLine answer = CommandLine.Run("train", "--from", first, "--extend", "10", "--run", first);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("exists already", answer.Error, StringComparison.Ordinal);
    }
}
