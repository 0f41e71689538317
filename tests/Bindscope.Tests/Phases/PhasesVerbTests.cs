using System.Text.Json;
using Bindscope.Analysis.Phases;
using Bindscope.Programs.Generation;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Phases;

public sealed class PhasesVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-phases-");
    private readonly Run run;

    public PhasesVerbTests() => run = Run.Create(Path.Combine(folder.FullName, "some-run"), Preset.Quick);

    private string ResultPath => Path.Combine(run.Directory, "analyses", "phases", "result.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void TheTableShowsThePhasesInOrder()
    {
        AppendThreePhases();
        var answer = CommandLine.Run("phases", "--run", run.Directory);
        Assert.Equal(0, answer.ExitCode);
        string[] rows = ["chance", "transition", "heuristic", "transition", "solved"];
        var first = answer.Out.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(rows.Contains);
        Assert.Equal(rows, first);
        Assert.DoesNotContain("…", answer.Out, StringComparison.Ordinal);
        Assert.Contains("All three phases were seen", answer.Out, StringComparison.Ordinal);
        Assert.Contains(run.Preset.Assistance()[0].Split(' ')[^1], answer.Out, StringComparison.Ordinal);
        Assert.Contains("99 % from step", answer.Out, StringComparison.Ordinal);
        Assert.Contains("says one of the first two constants", answer.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(ResultPath));
    }

    [Fact]
    public void JsonIsWhatTheFileHolds()
    {
        AppendThreePhases();
        var answer = CommandLine.Run("phases", "--run", run.Directory, "--json");
        Assert.Equal(File.ReadAllText(ResultPath), answer.Out);
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal("heuristic", json.RootElement.GetProperty("phases")[1].GetProperty("kind").GetString());
        Assert.Equal(10, JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(ResultPath)!, "spec.json")))
            .RootElement.GetProperty("digits").GetInt32());
        Assert.Equal(answer.Out.TrimEnd(), AnalysisFolder.ToJson(new AnalysisFolder(run, "phases").Read<PhasesResult>()));
    }

    [Fact]
    public void ATornLineIsLeftOutAndNamed()
    {
        AppendThreePhases();
        File.AppendAllText(run.MetricsPath, "{\"step\":99");
        var answer = CommandLine.Run("phases", "--run", run.Directory);
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("was cut short", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMissingOrDamagedIsNamed()
    {
        AssertRefused(3, "metrics.jsonl", "phases", "--run", run.Directory);
        AssertRefused(3, "holds no run", "phases", "--run", Path.Combine(folder.FullName, "no-run"));
        AssertRefused(2, "--run", "phases");
        File.WriteAllText(run.MetricsPath, "");
        AssertRefused(3, "no evaluation yet", "phases", "--run", run.Directory);
        File.WriteAllText(run.MetricsPath, "{\"version\":2}\n");
        AssertRefused(3, "line 1", "phases", "--run", run.Directory);
    }

    [Fact]
    public void MetricsThatLackACheckpointsEvaluationAreRefusedInsteadOfJudged()
    {
        AppendThreePhases();
        Directory.CreateDirectory(run.Checkpoints.Folder(run.Preset.Training.Steps));

        AssertRefused(3, "metrics.jsonl lacks the evaluations of 1 of the run's checkpoints, from step ", "phases", "--run", run.Directory);
        Assert.False(File.Exists(ResultPath));
    }

    private static void AssertRefused(int exitCode, string named, params string[] arguments)
    {
        var answer = CommandLine.Run(arguments);
        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Contains(named, answer.Error, StringComparison.Ordinal);
        Assert.Contains("hint:", answer.Error, StringComparison.Ordinal);
        Assert.Equal("", answer.Out);
    }

    private void AppendThreePhases()
    {
        var random = new Seed(1).Stream();
        var curve = SimulatedRun.Corners((150, 0.11), (250, 0.36), (600, 0.36), (1_500, 0.999));
        foreach (var evaluation in SimulatedRun.Of(SimulatedRun.Steps(2_500, 100), curve, ref random).Evaluations)
        {
            MetricsFile.Append(run.MetricsPath, evaluation);
        }
    }
}
