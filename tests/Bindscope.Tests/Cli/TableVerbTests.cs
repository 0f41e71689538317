using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Tables;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Runs;
using Bindscope.Tests.Training;
using Parquet;
using Parquet.Schema;

namespace Bindscope.Tests.Cli;

/// <summary><c>table</c>: what it writes is read back by another program's reader.</summary>
public sealed class TableVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string runs;

    public TableVerbTests()
    {
        Preset preset = TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Steps = 20 } };
        string one = RunFolders.Train(folder.File("one, \"two\""), preset).Directory;
        string other = RunFolders.Train(folder.File("other"), preset with { Training = preset.Training with { Seed = ulong.MaxValue, Curriculum = [] } }).Directory;
        Directory.Move(one, folder.File("one"));
        runs = $"{folder.File("one")},{other}";
        CommandLine.Run("phases", "--run", folder.File("one"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ItHoldsTheFieldsThatDifferTheLastMetricsAndTheNumbersOfAnalyses()
    {
        CommandLine answer = CommandLine.Run("table", "--runs", runs, "--csv", "-");

        string[][] rows = [.. answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        Dictionary<string, string>[] cells = [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))];
        Evaluation last = MetricsFile.Read(Run.Open(folder.File("one")).MetricsPath).Evaluations[^1];
        Assert.Equal((0, 3), (answer.ExitCode, rows.Length));
        Assert.Equal(["3", "18446744073709551615"], cells.Select(row => row["spec.training.seed"]));
        Assert.Equal(["2", ""], cells.Select(row => row["spec.training.curriculum.0.lines"]));
        Assert.DoesNotContain("spec.training.steps", rows[0]);
        Assert.Equal(["20", "20"], cells.Select(row => row["step"]));
        Assert.Equal(FormattableString.Invariant($"{last.Accuracy:R}"), cells[0]["accuracy"]);
        Assert.Equal($"{last.ByHops[1].Correct}", cells[0]["byHops.2.correct"]);
        Assert.Equal($"{last.Predictions[7]}", cells[0]["predictions.7"]);
        Assert.Contains(rows[0], name => name.StartsWith("phases.", StringComparison.Ordinal));
        Assert.All(cells[1].Where(cell => cell.Key.StartsWith("phases.", StringComparison.Ordinal)), cell => Assert.Empty(cell.Value));
    }

    [Fact]
    public async Task ParquetHoldsWhatTheCsvHolds()
    {
        Assert.Equal(0, CommandLine.Run("table", "--runs", runs, "--csv", folder.File("a.csv"), "--parquet", folder.File("a.parquet")).ExitCode);

        string[][] rows = [.. (await File.ReadAllLinesAsync(folder.File("a.csv"), TestContext.Current.CancellationToken)).Select(line => line.Split(','))];
        await using ParquetReader reader = await ParquetReader.CreateAsync(folder.File("a.parquet"), null, TestContext.Current.CancellationToken);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        Assert.Equal(rows[0], reader.Schema.DataFields.Select(field => field.Name));
        foreach ((DataField field, int column) in reader.Schema.DataFields.Select((field, i) => (field, i)))
        {
            Assert.Equal(rows.Skip(1).Select(row => row[column]), (await Column(group, field)).Select(value => value ?? ""));
        }

        Assert.Equal(typeof(long), reader.Schema.FindDataField("step").ClrType);
        Assert.Equal(typeof(double), reader.Schema.FindDataField("accuracy").ClrType);
    }

    [Fact]
    public void ForPeopleItIsShort()
    {
        CommandLine answer = CommandLine.Run("table", "--runs", folder.File("one"), folder.File("other"));

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("training.seed", answer.Out, StringComparison.Ordinal);
        Assert.Contains("they differ in", answer.Out, StringComparison.Ordinal);
        Assert.Contains(" of 60", answer.Out, StringComparison.Ordinal);
        Assert.Contains("hint: --csv FILE and --parquet FILE have all", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>JSON has an accuracy of 1 as a whole number.</summary>
    [Fact]
    public void AnAccuracyOfOneIsShown()
    {
        MetricsFile.Append(folder.File("one/metrics.jsonl"), SampleEvaluation.At(30, 1000));
        CommandLine answer = CommandLine.Run("table", "--runs", runs);

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("100.00 (99.62-100.00) of 1000", answer.Out, StringComparison.Ordinal);
    }

    /// <summary>Fields for which there is no room on a line are counted with those that are not shown.</summary>
    [Fact]
    public void ForPeopleItHasNoMoreFieldsThanThereIsRoomFor()
    {
        string[] fields = [.. Enumerable.Range(1, 5).Select(i => $"spec.training.learningRate.decayFrom{i}")];
        var wide = new RunsTable(["run", .. fields, "step"], [ImmutableArray.Create<object?>(["one", .. fields, 40L])]);
        View brief = wide.Brief();

        Assert.Equal(["run", "training.learningRate.decayFrom1", "training.learningRate.decayFrom2", "step", "loss", "accuracy"], brief.Columns.AsEnumerable());
        Assert.Contains("they differ in 3 more fields", brief.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        Directory.CreateDirectory(folder.File("one/analyses/broken"));
        CommandLine twice = CommandLine.Run("table", "--runs", $"{folder.File("one")},{folder.File("one")}/");
        File.WriteAllText(folder.File("one/analyses/broken/result.json"), "{");
        CommandLine broken = CommandLine.Run("table", "--runs", runs, "--csv", folder.File("b.csv"));

        Assert.Equal(2, twice.ExitCode);
        Assert.Contains("is named twice", twice.Error, StringComparison.Ordinal);
        Assert.Equal(3, broken.ExitCode);
        Assert.Contains("analyses/broken/result.json", broken.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("b.csv")));
        Assert.Contains("--runs names no run", CommandLine.Run("table", "--runs", ",").Error, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string?>> Column(ParquetRowGroupReader group, DataField field)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        if (field.ClrType == typeof(long))
        {
            var whole = new long?[2];
            await group.ReadAsync<long>(field, whole.AsMemory(), null, cancellation);
            return whole.Select(value => value?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (field.ClrType == typeof(double))
        {
            var numbers = new double?[2];
            await group.ReadAsync<double>(field, numbers.AsMemory(), null, cancellation);
            return numbers.Select(value => value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        }

        var text = new string?[2];
        await group.ReadAsync(field, text.AsMemory(), null, cancellation);
        return text;
    }
}
