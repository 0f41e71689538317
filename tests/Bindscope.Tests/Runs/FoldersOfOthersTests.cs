using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Runs;
using Bindscope.Tests.Analysis;
using Bindscope.Tests.Cli;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Packing;

namespace Bindscope.Tests.Runs;

/// <summary>What a command that makes a folder does with what somebody else put there: nothing, or it refuses.</summary>
public sealed class FoldersOfOthersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void OthersFilesStayInAFolderThatIsReplaced()
    {
        Write("old", "a.txt", "list.txt");
        Directory.CreateDirectory(folder.File("site/.git/objects"));
        File.WriteAllText(folder.File("site/.git/HEAD"), "main");
        File.WriteAllText(folder.File("site/CNAME"), "example.org");
        Directory.CreateDirectory(folder.File("site/deep"));
        File.WriteAllText(folder.File("site/deep/mine"), "mine");

        Write("new", "b.txt", "deep/c.txt", "list.txt");

        Assert.Equal(
            [".git/HEAD", "CNAME", "b.txt", "deep/c.txt", "deep/mine", "list.txt"],
            Directory.GetFiles(folder.File("site"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.File("site"), file))
                .Order(StringComparer.Ordinal));
        Assert.True(Directory.Exists(folder.File("site/.git/objects")));
        Assert.Equal("new", File.ReadAllText(folder.File("site/b.txt")));
        Assert.Equal(["site"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void AFileOfOthersIsNeverReplaced()
    {
        Write("old", "a.txt", "list.txt");
        File.WriteAllText(folder.File("site/b.txt"), "mine");

        var refused = Assert.Throws<UserException>(() => Write("new", "b.txt", "list.txt"));

        Assert.Contains("site/b.txt was not written by Bindscope", refused.Message, StringComparison.Ordinal);
        Assert.Equal(("mine", "old"), (File.ReadAllText(folder.File("site/b.txt")), File.ReadAllText(folder.File("site/a.txt"))));
    }

    [Fact]
    public void FoldersBesideItWithLikelyNamesAreNotTouched()
    {
        foreach (string name in new[] { "site.part", "site.old" })
        {
            Directory.CreateDirectory(folder.File(name));
            File.WriteAllText(folder.File(name + "/mine"), "mine");
        }

        Write("old", "a.txt", "list.txt");
        Write("new", "a.txt", "list.txt");

        Assert.Equal(("mine", "mine"), (File.ReadAllText(folder.File("site.part/mine")), File.ReadAllText(folder.File("site.old/mine"))));
    }

    [Fact]
    public void AReportDoesNotReplaceAPageOfSomebodyElse()
    {
        using var run = new TinyRun(0);
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(0, 100));
        File.WriteAllText(folder.File("index.html"), "mine");

        CommandLine answer = CommandLine.Run("report", "--run", run.Run.Directory, "--out", folder.Path);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("holds something else than a report", answer.Error, StringComparison.Ordinal);
        Assert.Equal(("mine", 1), (File.ReadAllText(folder.File("index.html")), Directory.GetFileSystemEntries(folder.Path).Length));
    }

    [Fact]
    public void AnAnswerThatTakesThePlaceOfOneToAnotherQuestionSaysSo()
    {
        using var run = new TinyRun(7);
        string[] command = ["patch", "residual", "--run", run.Run.Directory, "--all-programs", "--workers", "1", "--programs"];

        CommandLine first = CommandLine.Run([.. command, "3"]);
        CommandLine same = CommandLine.Run([.. command, "3"]);
        CommandLine smaller = CommandLine.Run([.. command, "2"]);

        Assert.DoesNotContain("note:", first.Error + same.Error, StringComparison.Ordinal);
        Assert.Contains(
            "note: this took the place of an answer to another question: selection.programs was 3, is 2", smaller.Error, StringComparison.Ordinal);
    }

    /// <summary>Builds before had other keys in a question: an answer of theirs is not called one to another question for that.</summary>
    [Theory]
    [InlineData("{\"digits\":10,\"chanceMargin\":0.05}", "an answer of another build: its spec.json has chanceMargin (0.05) besides; what both ask is the same")]
    [InlineData("{}", "an answer of another build: its spec.json lacks digits; what both ask is the same")]
    [InlineData("{\"digits\":9,\"tolerance\":1}", "an answer to another question, of another build: digits was 9, is 10; its spec.json has tolerance (1) besides")]
    [InlineData("{", "an answer whose spec.json is damaged")]
    public void AnAnswerOfAnotherBuildIsCalledThat(string stored, string said)
    {
        using var run = new TinyRun(0);
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(0, 100));
        CommandLine.Run("phases", "--run", run.Run.Directory);
        File.WriteAllText(Path.Combine(run.Run.Analyses, "phases", "spec.json"), stored + "\n");

        CommandLine answer = CommandLine.Run("phases", "--run", run.Run.Directory);

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains($"note: this took the place of {said}\n", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ALinkThatLeadsOutOfARunIsNotPacked()
    {
        using var run = new TinyRun(0, 7);
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(0, 100));
        string outside = folder.File("outside.json");
        File.WriteAllText(outside, "{}");
        string link = Path.Combine(run.Run.Directory, "analyses", "x", "result.json");
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, outside);

        var refused = Assert.Throws<UserException>(
            () => RunPacker.Pack(run.Run, folder.File("packed"), new PackSpec(2, WeightPrecision.Single), cancellation: TestContext.Current.CancellationToken));

        Assert.Contains($"{link} is a link that leads out of the run's folder", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("packed")));

        File.Delete(link);
        File.CreateSymbolicLink(link, "../../spec.json");
        Assert.Null(OutwardLink.Find(run.Run.Directory));
        File.Delete(link);
        File.CreateSymbolicLink(Path.Combine(run.Run.Directory, "more"), folder.Path);
        Assert.NotNull(OutwardLink.Find(run.Run.Directory));
    }

    [Fact]
    public void AHalfPackedRunIsNoRun()
    {
        using var run = new TinyRun(0, 7);
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(0, 100));
        File.WriteAllText(Path.Combine(run.Run.Directory, "packed.json"), "stale");
        using var stop = new CancellationTokenSource();
        var stopping = new StopAtOnce(stop);

        Assert.ThrowsAny<OperationCanceledException>(() => RunPacker.Pack(
            run.Run, folder.File("packed"), new PackSpec(2, WeightPrecision.Half), stopping, stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));

        RunPacker.Pack(run.Run, folder.File("packed"), new PackSpec(2, WeightPrecision.Single), cancellation: TestContext.Current.CancellationToken);
        Assert.NotEqual("stale", File.ReadAllText(folder.File("packed/packed.json")));
    }

    [Fact]
    public void ARunThatCannotBeWrittenIsAnalysedElsewhere()
    {
        using var run = new TinyRun(5, 7);
        string before = string.Join('\n', Directory.GetFileSystemEntries(run.Run.Directory, "*", SearchOption.AllDirectories));
        string[] command = ["analyze", "lens", "--run", run.Run.Directory, "--checkpoint", "all", "--programs", "3", "--workers", "1"];

        CommandLine answer = CommandLine.Run([.. command, "--out", folder.Path]);

        Assert.True(answer.ExitCode == 0, answer.Error);
        Assert.True(File.Exists(folder.File("analyses/logit-lens/result.json")));
        Assert.Equal(before, string.Join('\n', Directory.GetFileSystemEntries(run.Run.Directory, "*", SearchOption.AllDirectories)));
    }

    [Fact]
    public void WhereNothingCanBeKeptTheResultIsPrintedAndSaid()
    {
        using var run = new TinyRun(5, 7);
        string[] command = ["analyze", "lens", "--run", run.Run.Directory, "--checkpoint", "all", "--programs", "3", "--workers", "1", "--json"];
        string expected = CommandLine.Run([.. command, "--out", folder.Path]).Out;
        CommandLine answer;
        Disk.Watch(_ => throw new IOException("Read-only file system", 30));
        try
        {
            answer = CommandLine.Run(command);
        }
        finally
        {
            Disk.Watch(null);
        }

        Assert.Equal((3, expected), (answer.ExitCode, answer.Out));
        Assert.Contains("error: the result is shown, but not kept: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains("the file system is read-only", answer.Error, StringComparison.Ordinal);
        Assert.Contains("hint: --out DIR keeps results in another folder", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AReportOverADamagedAnalysisSaysSoAndIsWritten()
    {
        using var run = new TinyRun(0);
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(0, 100));
        string behaviour = new AnalysisFolder(run.Run, "behaviour").ResultPath;
        WholeFile.WriteText(behaviour, "{\"format\":1,");

        CommandLine answer = CommandLine.Run("report", "--run", run.Run.Directory);

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains(
            "error: the run's folder is damaged, and the report lacks what it should say: analyses/behaviour/result.json",
            answer.Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "folder is damaged", File.ReadAllText(Path.Combine(run.Run.Directory, "report", "index.html")), StringComparison.Ordinal);
    }

    /// <summary>Writes a folder of files that all hold one text; its list is list.txt.</summary>
    private void Write(string text, params string[] paths)
    {
        using WholeFolder whole = WholeFolder.Replacing(
            folder.File("site"),
            "such a folder",
            at => File.Exists(Path.Combine(at, "list.txt")) ? File.ReadAllLines(Path.Combine(at, "list.txt")).ToHashSet() : null);
        foreach (string path in paths)
        {
            WholeFile.WriteText(Path.Combine(whole.Part, path), path == "list.txt" ? string.Join('\n', paths) : text);
        }

        whole.Commit();
    }

    private sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<PackedCheckpoint>
    {
        public void Report(PackedCheckpoint value) => stop.Cancel();
    }
}
