using System.Text.Json;
using Bindscope.Numerics.Statistics;
using Bindscope.Runs;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Cli;

public sealed class EvalVerbTests(EvalVerbTests.TrainedRun trained) : IClassFixture<EvalVerbTests.TrainedRun>
{
    [Fact]
    public void TheCountsAreThoseOfTheTrainingsOwnEvaluation()
    {
        var report = Eval("--programs", "60");
        var evaluation = MetricsFile.Read(trained.Run.MetricsPath).Evaluations[^1];

        Assert.Equal((60, "test", 60), (report.GetProperty("step").GetInt32(), report.GetProperty("split").GetString(), report.GetProperty("n").GetInt32()));
        Assert.Equal(evaluation.CorrectCount(), report.GetProperty("correct").GetInt32());
        Assert.Equal(
            evaluation.ByHops.Select(tally => (tally.Hops, tally.N, tally.Correct)), Groups(report, "byHops", "hops"));
        Assert.Equal(
            evaluation.ByAnswerLine.Select(tally => (tally.Line, tally.N, tally.Correct)), Groups(report, "byAnswerLine", "line"));
        Assert.Equal(evaluation.Predictions.Select(count => count / 60.0), report.GetProperty("predictions").EnumerateArray().Select(e => e.GetDouble()));
        Assert.Equal(evaluation.FirstTwoConstants / 60.0, report.GetProperty("firstTwoConstants").GetDouble());
        Assert.Equal((double)evaluation.Line2Constant / evaluation.Line2ConstantN, report.GetProperty("line2Constant").GetDouble());
    }

    [Fact]
    public void WithoutANumberTheWholeSplitIsAsked()
    {
        Assert.Equal(100, Eval().GetProperty("n").GetInt32());
        var validation = Eval("--split", "validation", "--checkpoint", "14", "--workers", "2");
        Assert.Equal((50, 14), (validation.GetProperty("n").GetInt32(), validation.GetProperty("step").GetInt32()));
    }

    [Fact]
    public void TheIntervalIsWilsons()
    {
        // Known values: 0 of 10, 5 of 10 and 10 of 10 (Brown, Cai and DasGupta 2001 give the formula; z = 1.959964).
        Assert.Equal((0, 0.2775), Rounded(Proportion.OfCounts(0, 10)));
        Assert.Equal((0.2366, 0.7634), Rounded(Proportion.OfCounts(5, 10)));
        Assert.Equal((0.7225, 1), Rounded(Proportion.OfCounts(10, 10)));
        var accuracy = Eval().GetProperty("accuracy");
        var expected = Proportion.OfCounts(Eval().GetProperty("correct").GetInt32(), 100);
        Assert.Equal((expected.Value, expected.Low, expected.High), (Number("value"), Number("low"), Number("high")));

        double Number(string name) => accuracy.GetProperty(name).GetDouble();
        static (double Low, double High) Rounded(Proportion share) => (Math.Round(share.Low, 4), Math.Round(share.High, 4));
    }

    [Fact]
    public void APersonSeesTheSame()
    {
        var answer = CommandLine.Run("eval", "--run", trained.Run.Directory);
        var report = Eval();

        Assert.Equal(0, answer.ExitCode);
        string[] lines = [.. answer.Out.Split('\n').Select(line => line.Trim())];
        Assert.Equal([$"{trained.Run.Directory}, step 60", "100 programs of the test split"], lines[..2]);
        Assert.Matches($"^all .* {report.GetProperty("correct").GetInt32()} +100$", lines.Single(line => line.StartsWith("all ", StringComparison.Ordinal)));
        Assert.All(["1 hop ", "2 hops ", "answer line 1 ", "answer line 4 ", "no digit ", "9 "], row => Assert.Contains(lines, line => line.StartsWith(row, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--checkpoint 7", "has no checkpoint '7'", "0, 10, 14, 20, 28, 40, 45, 60", 2)]
    [InlineData("--checkpoint first", "has no checkpoint 'first'", "write last, or one of", 2)]
    [InlineData("--programs 101", "--programs is 101; the split has 100", "give 1 to 100", 2)]
    [InlineData("--programs 0", "--programs is 0", "give 1 to 100", 2)]
    [InlineData("--split train", "--split wants test or validation, not 'train'", "eval --help", 2)]
    [InlineData("--workers 0", "--workers is 0", "leave it out", 2)]
    [InlineData("--programs 10 --out DIR", "--out has no use here: only what the whole test split gives is kept", "leave --out out", 2)]
    [InlineData("--split validation --out DIR", "--out has no use here: only what the whole test split gives is kept", "leave --out out", 2)]
    [InlineData("--programs mine.txt --out DIR", "--out has no use here: what your own programs", "leave --out out", 2)]
    [InlineData("--programs mine.txt --split test", "--split has no use here: the programs are those of the file", "leave --split out", 2)]
    [InlineData("--mean-over 5", "--mean-over has no use here: there are no interventions", "leave --mean-over out", 2)]
    [InlineData("--run no/such/run", "--run was given more than once", "eval --help", 2)]
    public void AWrongRequestIsExplained(string options, string error, string hint, int exitCode)
    {
        var answer = CommandLine.Run(["eval", "--run", trained.Run.Directory, .. options.Split(' ')]);

        Assert.Equal((exitCode, ""), (answer.ExitCode, answer.Out));
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
        Assert.Contains(hint, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunThatIsMissingOrHasNoCheckpointIsTheUsersToCorrect()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("holds no run", CommandLine.Run("eval", "--run", folder.File("a")).Error, StringComparison.Ordinal);
        Run.Create(folder.File("a"), TinyPresets.Fresh);
        var answer = CommandLine.Run("eval", "--run", folder.File("a"));
        Assert.Equal(3, answer.ExitCode);
        Assert.Contains("has no checkpoint yet", answer.Error, StringComparison.Ordinal);
        Assert.Contains("--run is missing", CommandLine.Run("eval").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedWeightsAreNamed()
    {
        using var folder = new TemporaryFolder();
        var run = Run.Open(RunFolders.Copy(trained.Run.Directory, folder, "a"));
        var path = Path.Combine(run.Checkpoints.Folder(28), "weights.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9]);
        var answer = CommandLine.Run("eval", "--run", run.Directory, "--checkpoint", "28");
        Assert.Equal(3, answer.ExitCode);
        Assert.Contains(path, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ItCanBeCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var answer = CommandLine.Run(Bindscope.Cli.Shell.Verbs, "", ["eval", "--run", trained.Run.Directory], cancelled.Token);
        Assert.Equal((130, ""), (answer.ExitCode, answer.Out));
    }

    private static IEnumerable<(int Key, int N, int Correct)> Groups(JsonElement report, string list, string key)
        => report.GetProperty(list).EnumerateArray()
            .Select(group => (group.GetProperty(key).GetInt32(), group.GetProperty("n").GetInt32(), group.GetProperty("correct").GetInt32()));

    private JsonElement Eval(params string[] options)
    {
        var answer = CommandLine.Run(["eval", "--json", "--run", trained.Run.Directory, .. options]);
        Assert.Equal(0, answer.ExitCode);
        Assert.All(answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("written: ", line, StringComparison.Ordinal));
        return JsonDocument.Parse(answer.Out).RootElement;
    }

    /// <summary>A finished run.</summary>
    public sealed class TrainedRun : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public TrainedRun() => Run = RunFolders.Train(folder.File("a"), TinyPresets.Fresh);

        internal Run Run { get; }

        public void Dispose() => folder.Dispose();
    }
}
