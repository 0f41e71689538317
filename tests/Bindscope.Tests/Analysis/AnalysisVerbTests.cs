using System.Text.Json;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Analysis;

public sealed class AnalysisVerbTests
{
    [Fact]
    public void APairGivesTheTenDigitsLogitsThreeTimes()
    {
        using var run = new TinyRun(7);
        string source = Path.Combine(run.Run.Directory, "source");
        File.WriteAllText(source, "k=7\nj=k\nt=8\nw=j\n#w:\n");
        CommandLine answer = CommandLine.RunWithInput(
            "k=2\nj=k\nt=8\nw=j\n#w:",
            ["patch", "pair", "--run", run.Run.Directory, "--checkpoint", "7", "--program", "-", "--source", source,
                "--site", "resid_pre", "--layer", "1", "--position", "rhs:1", "--json"]);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        JsonElement row = JsonDocument.Parse(answer.Out).RootElement;
        Assert.Equal(10, row.GetProperty("base").GetArrayLength());
        Assert.Equal(10, row.GetProperty("source").GetArrayLength());
        Assert.Equal(10, row.GetProperty("patched").GetArrayLength());
        Assert.Equal((2, 7), (row.GetProperty("baseAnswer").GetInt32(), row.GetProperty("sourceAnswer").GetInt32()));
    }

    [Theory]
    [InlineData("patch residual", "patch-residual-000007")]
    [InlineData("patch heads", "patch-heads-000007")]
    [InlineData("patch mlp", "patch-mlp-000007")]
    [InlineData("patch attention --each model", "patch-attention-000007-model")]
    [InlineData("patch attribution", "attribution-heads-000007")]
    [InlineData("heads", "heads-000007")]
    [InlineData("development", "development")]
    [InlineData("analyze abstraction", "abstraction")]
    public void AnAnalysisIsShownAndWrittenIntoTheRunsFolder(string command, string folder)
    {
        using var run = new TinyRun(7);
        CommandLine shown = CommandLine.Run(
            [.. command.Split(' '), "--run", run.Run.Directory, "--programs", "2", "--all-programs", "--workers", "1"]);

        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("tiny", shown.Out, StringComparison.Ordinal);
        string path = Path.Combine(run.Run.Directory, "analyses", folder, "result.json");
        Assert.Contains(path, shown.Error, StringComparison.Ordinal);
        CommandLine json = CommandLine.Run(
            [.. command.Split(' '), "--run", run.Run.Directory, "--programs", "2", "--all-programs", "--workers", "1", "--json"]);
        Assert.Equal(File.ReadAllText(path), json.Out.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("1", "2")]
    [InlineData("1,2")]
    public void SeveralNumbersAreWordsOrStandBetweenCommas(params string[] hops)
    {
        using var run = new TinyRun(7);
        CommandLine answer = CommandLine.Run(
            ["patch", "residual", "--run", run.Run.Directory, "--programs", "2", "--all-programs", "--workers", "1", "--hops", .. hops]);

        Assert.Equal(0, answer.ExitCode);
        using var asked = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Run.Directory, "analyses/patch-residual-000007/spec.json")));
        Assert.Equal([1, 2], asked.RootElement.GetProperty("selection").GetProperty("hops").EnumerateArray().Select(one => one.GetInt32()));
    }

    [Fact]
    public void CumulativeLearningIsShownAndWritten()
    {
        using var run = new TinyRun(7);
        string[] command = ["analyze", "cumulative", "--run", run.Run.Directory, "--pairs", "4", "--programs", "20", "--all-programs", "--workers", "1"];
        CommandLine shown = CommandLine.Run(command);

        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("with parts ablated to their mean", shown.Out, StringComparison.Ordinal);
        Assert.Equal(
            File.ReadAllText(Path.Combine(run.Run.Directory, "analyses", "cumulative", "result.json")),
            CommandLine.Run([.. command, "--json"]).Out.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("patch", "patch wants to be told what: one of the commands below it.")]
    [InlineData("patch residual --hops 3", "no program of the test set has 3 hops")]
    [InlineData("patch residual --hops 3 --answer-line 2", "no program of the test set has 3 hops and its answer on line 2")]
    [InlineData("patch heads --answer-line 5", "'5' is no group of answer lines")]
    [InlineData("patch residual --checkpoint 3", "has no checkpoint '3'")]
    [InlineData("patch residual --programs 0", "programs is 0")]
    [InlineData("patch residual --workers 0", "--workers must be at least 1")]
    [InlineData("development --cells 9,colon", "'9,colon' is no cell")]
    [InlineData("heads --all-prgrams", "There is no option --all-prgrams.")]
    public void AWrongRequestIsExplained(string command, string error)
    {
        using var run = new TinyRun(7);
        string[] where = command == "patch" ? [] : ["--run", run.Run.Directory];
        CommandLine answer = CommandLine.Run([.. command.Split(' '), .. where]);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
    }
}
