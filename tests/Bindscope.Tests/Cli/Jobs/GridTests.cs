using System.Text.Json;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Cli.Jobs;

/// <summary><c>jobs grid</c>.</summary>
public sealed class GridTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EveryCombinationIsATrainingOfItsOwn()
    {
        CommandLine answer = CommandLine.Run(
            "jobs", "grid", "--preset", "quick", "--steps", "500", "--over", "model.layers=2,3", "--over", "training.seed=1,2", "--over",
            "training.learningRate.peak=1e-3", "--write", folder.File("grid.json"));
        using JsonDocument job = JsonDocument.Parse(File.ReadAllText(folder.File("grid.json")));
        JsonElement[] tasks = [.. job.RootElement.GetProperty("tasks").EnumerateArray()];

        Assert.Equal(0, answer.ExitCode);
        Assert.StartsWith(
            "grid: 2 model.layers x 2 training.seed x 1 training.learningRate.peak = 4 trainings\n2,000 steps in all\n", answer.Error, StringComparison.Ordinal);
        Assert.Equal("quick-grid-layers-seed-peak", job.RootElement.GetProperty("name").GetString());
        Assert.Equal(
            ["quick-layers-2-peak-1e-3-1", "quick-layers-2-peak-1e-3-2", "quick-layers-3-peak-1e-3-1", "quick-layers-3-peak-1e-3-2"],
            tasks.Select(task => task.GetProperty("name").GetString()));
        Assert.Equal(
            "train --preset quick --seed 2 --run runs/quick-layers-3-peak-1e-3-2 --steps 500 --set model.layers=3 --set training.seed=2 "
            + "--set training.learningRate.peak=1e-3",
            string.Join(' ', tasks[3].GetProperty("steps")[0].GetProperty("command").EnumerateArray().Select(word => word.GetString())));
    }

    [Theory]
    [InlineData("the grid has 24 trainings, and --limit is 16", "model.layers=1,2,3,4", "training.seed=1,2,3,4,5,6")]
    [InlineData("--over model.layers=2,2 names a value twice", "model.layers=2,2")]
    [InlineData("--over names model.layers twice", "model.layers=2", "model.layers=3")]
    [InlineData("--over model.layers is not FIELD=VALUE", "model.layers")]
    [InlineData("--over model.layers= is not FIELD=VALUE", "model.layers=")]
    [InlineData("model.depth=2: these fields cannot be set", "model.depth=2")]
    [InlineData("model.headWidth=5: preset 'quick' has 1 problem", "model.headWidth=16,5")]
    [InlineData("two combinations would be one run", "data.heldOutCombinations=0.1,0.10")]
    public void WhatCannotBeIsSaidBeforeAnythingIsTrained(string message, params string[] over)
    {
        CommandLine answer = CommandLine.Run(["jobs", "grid", .. over.SelectMany(one => new[] { "--over", one }), "--write", folder.File("grid.json")]);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("grid.json")));
    }

    [Theory]
    [InlineData("jobs seeds --seeds 1,2 --seed 3", "--seeds names every seed, and --seed one more")]
    [InlineData("jobs seeds --seeds 1,2 --set training.seed=3", "--seeds names every seed, and --set training.seed=3 one more")]
    [InlineData("jobs grid --over training.seed=1,2 --seed 3", "--over varies training.seed, and --seed gives it one value")]
    [InlineData("jobs grid --over training.steps=500,600 --steps 700", "--over varies training.steps, and --steps gives it one value")]
    [InlineData("jobs grid --over model.layers=2,3 --set model.layers=4", "--over varies model.layers, and --set model.layers=4 gives it one value")]
    public void AFieldIsNotGivenAndVaried(string line, string message)
    {
        CommandLine answer = CommandLine.Run([.. line.Split(' '), "--write", folder.File("job.json")]);

        Assert.Equal(2, answer.ExitCode);
        Assert.StartsWith($"error: {message}\n", answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("job.json")));
    }

    [Fact]
    public async Task ItTrainsThemAndEndsWithOneTable()
    {
        string preset = folder.File("preset.json");
        await File.WriteAllTextAsync(
            preset, PresetJson.Write(TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 12 } }), TestContext.Current.CancellationToken);
        string[] grid = ["jobs", "grid", "--config", preset, "--over", "training.seed=1,2", "--over", "model.mlpWidth=8,16"];
        Child first = await Child.RunInAsync(folder.Path, grid);
        Child again = await Child.RunInAsync(folder.Path, grid);
        Child other = await Child.RunInAsync(folder.Path, [.. grid, "--set", "training.batch=4"]);

        Assert.Equal((0, 0, 2), (first.ExitCode, again.ExitCode, other.ExitCode));
        Assert.StartsWith("all 4 tasks are finished\nGrid\n", first.Out, StringComparison.Ordinal);
        Assert.Contains("model.mlpWidth", first.Out, StringComparison.Ordinal);
        Assert.Equal(first.Out, again.Out);
        Assert.Contains("4 of them finished already", again.Error, StringComparison.Ordinal);
        Assert.Contains("holds a run of another preset or other fields", other.Error, StringComparison.Ordinal);
        Assert.Equal(5, File.ReadAllLines(folder.File("jobs/quick-grid-seed-mlpWidth/table.csv")).Length);
        Assert.Equal(16, Run.Open(folder.File("runs/quick-mlpWidth-16-2")).Preset.Model.MlpWidth);
    }
}
