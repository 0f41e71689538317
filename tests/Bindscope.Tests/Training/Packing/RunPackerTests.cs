using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Runs;
using Bindscope.Tests.Analysis;
using Bindscope.Tests.Cli;
using Bindscope.Tests.Runs;
using Bindscope.Training.Packing;

namespace Bindscope.Tests.Training.Packing;

public sealed class RunPackerTests : IDisposable
{
    private readonly TinyRun run = new(0, 10, 20, 50, 100, 200);
    private readonly string output;

    public RunPackerTests()
    {
        output = run.Run.Directory + "-packed";
        foreach ((long step, int correct) in new (long, int)[] { (0, 100), (10, 100), (20, 110), (50, 500), (100, 900), (200, 1000) })
        {
            MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(step, correct));
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        run.Dispose();
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }
    }

    [Fact]
    public void WhatRoundingDoesNotChangeIsKeptInHalfThePrecision()
    {
        PackedRun packed = RunPacker.Pack(run.Run, output, new PackSpec(4, WeightPrecision.Half), null, Cancellation);
        Run copy = Run.Open(output);

        Assert.Equal((6, 4), (packed.Of, packed.Checkpoints.Length));
        Assert.Equal(packed.Checkpoints.Select(one => one.Step), copy.Checkpoints.Steps());
        Assert.Equal((0, 200), (packed.Checkpoints[0].Step, packed.Checkpoints[^1].Step));
        Assert.Contains(packed.Checkpoints, one => one.Precision == WeightPrecision.Half);
        Assert.All(packed.Checkpoints, one => Assert.Equal(one.Changed == 0, one.Precision == WeightPrecision.Half));
        Assert.All(packed.Checkpoints, one =>
        {
            float[] before = run.Run.LoadModel(one.Step).Parameters.Flat.ToArray();
            float[] after = copy.LoadModel(one.Step).Parameters.Flat.ToArray();
            Assert.Equal(one.Precision == WeightPrecision.Half ? [.. before.Select(weight => (float)(Half)weight)] : before, after);
        });
        Assert.Equal(File.ReadAllText(run.Run.MetricsPath), File.ReadAllText(copy.MetricsPath));
    }

    // 1e6 is beyond the largest number of 16 bits.
    [Fact]
    public void WeightsThatDoNotFitStayAsTheyAre()
    {
        Transformer model = run.Run.LoadModel(200);
        model.Parameters.WriteAll([.. model.Parameters.Flat.ToArray().Select(weight => weight * 1e6f)]);
        ModelWeights.Save(Path.Combine(run.Run.Checkpoints.Folder(200), "weights.safetensors"), model);

        PackedCheckpoint last = RunPacker.Pack(run.Run, output, new PackSpec(2, WeightPrecision.Half), null, Cancellation).Checkpoints[^1];

        Assert.Equal((200, WeightPrecision.Single), (last.Step, last.Precision));
        Assert.Equal(0, last.Programs);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(run.Run.Checkpoints.Folder(200), "weights.safetensors")),
            File.ReadAllBytes(Path.Combine(output, "checkpoints", "000200", "weights.safetensors")));
    }

    [Fact]
    public void LargeAnswersAreCompressedAndSmallOnesAreNot()
    {
        string some = Path.Combine(run.Run.Directory, "analyses", "some");
        string large = Path.Combine(some, "result.json");
        string part = Path.Combine(some, "checkpoints", "000200.json");
        string small = Path.Combine(some, "spec.json");
        StoredJson.Write(large, $"[{new string(' ', 20_000)}]\n");
        StoredJson.Write(part, $"[1{new string(' ', 20_000)}]\n");
        StoredJson.Write(small, "{}\n");
        File.WriteAllText(Path.Combine(some, "figure.svg"), "<svg/>");
        RunPacker.Pack(run.Run, output, new PackSpec(2, WeightPrecision.Single), null, Cancellation);
        RunPacker.Pack(Run.Open(output), output + "-again", new PackSpec(2, WeightPrecision.Single), null, Cancellation);
        string[] files = [.. Files(output)];
        byte[][] contents = [.. files.Select(file => File.ReadAllBytes(Path.Combine(output, "analyses", file)))];
        byte[][] again = [.. Files(output + "-again").Select(file => File.ReadAllBytes(Path.Combine(output + "-again", "analyses", file)))];
        Directory.Delete(output + "-again", recursive: true);

        Assert.Equal(["some/checkpoints/000200.json.gz", "some/figure.svg", "some/result.json.gz", "some/spec.json"], files);
        Assert.Equal(File.ReadAllText(large), StoredJson.ReadText(Path.Combine(output, "analyses", "some", "result.json")));
        Assert.Equal(File.ReadAllText(part), StoredJson.ReadText(Path.Combine(output, "analyses", "some", "checkpoints", "000200.json")));
        Assert.Equal(contents, again);

        static IEnumerable<string> Files(string folder) => Directory
            .EnumerateFiles(Path.Combine(folder, "analyses"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(folder, "analyses"), file)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void FractionsOfLargeAnswersAreRoundedWhereThatIsAsked()
    {
        string some = Path.Combine(run.Run.Directory, "analyses", "some");
        StoredJson.Write(Path.Combine(some, "result.json"), $"[0.123456789{new string(' ', 20_000)}, 123456789]\n");
        StoredJson.Write(Path.Combine(some, "spec.json"), "[0.123456789]\n");
        RunPacker.Pack(run.Run, output, new PackSpec(2, WeightPrecision.Single, Digits: 3), null, Cancellation);

        Assert.Equal($"[0.123{new string(' ', 20_000)}, 123456789]\n", StoredJson.ReadText(Path.Combine(output, "analyses", "some", "result.json")));
        Assert.Equal("[0.123456789]\n", StoredJson.ReadText(Path.Combine(output, "analyses", "some", "spec.json")));
    }

    [Fact]
    public void CheckpointsThatAreNamedAreKeptAndNoOther()
    {
        CommandLine answer = CommandLine.Run("checkpoints", "pack", "--run", run.Run.Directory, "--out", output, "--checkpoints", "100,20", "--workers", "1");

        Assert.Equal((0, ""), (answer.ExitCode, answer.ExitCode == 0 ? "" : answer.Error));
        Assert.Equal([20, 100], Run.Open(output).Checkpoints.Steps());
        Assert.Contains("\"of\": 6", File.ReadAllText(Path.Combine(output, "packed.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "--checkpoints", "100,30" }, "has no checkpoint '30'")]
    [InlineData(new[] { "--checkpoints", "100", "--keep", "3" }, "--keep has no use here")]
    [InlineData(new[] { "--digits", "18" }, "digits is 18; a number has 17 at most")]
    public void WhatCannotBePackedLeavesNoFolder(string[] options, string problem)
    {
        CommandLine answer = CommandLine.Run(["checkpoints", "pack", "--run", run.Run.Directory, "--out", output, .. options]);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(problem, answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void AFolderThatIsThereIsNotTouched()
    {
        Directory.CreateDirectory(output);

        UserException wrong = Assert.Throws<UserException>(() => RunPacker.Pack(run.Run, output, new PackSpec(2, WeightPrecision.Single),
            null, Cancellation));
        Assert.Contains("exists already", wrong.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(output));
    }

    [Fact]
    public void QuickChangesGetAsManyCheckpointsAsLongPlateaus()
    {
        int[] steps = [.. Enumerable.Range(0, 11).Select(i => 1000 + (100 * i))];
        var metrics = new RunMetrics([.. steps.Select(step => SampleEvaluation.At(step, step <= 1500 ? 100 : 100
            + (180 * (step - 1500) / 100)))], null);
        IReadOnlyList<int> chosen = CheckpointChoice.Of(steps, metrics, 7);

        Assert.Equal(7, chosen.Count);
        Assert.Equal((1000, 2000), (chosen[0], chosen[^1]));
        Assert.Subset(chosen.ToHashSet(), new HashSet<int> { 1600, 1700, 1800, 1900 });
    }
}
