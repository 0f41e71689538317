using System.Net;
using Bindscope.Analysis.Phases;
using Bindscope.Model.Weights;
using Bindscope.Report;
using Bindscope.Runs;
using Bindscope.Tests.Analysis;
using Bindscope.Tests.Cli;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;
using Bindscope.Web;

namespace Bindscope.Tests.Runs;

/// <summary>The folder that <c>--out</c> keeps results in stands for its run wherever a run is named, and for no other.</summary>
public sealed class ResultsElsewhereTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TinyRun run = new(5, 7);

    public ResultsElsewhereTests()
    {
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(5, 100));
        MetricsFile.Append(run.Run.MetricsPath, SampleEvaluation.At(7, 100));
    }

    private string Out => folder.File("results");

    public void Dispose()
    {
        run.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void AReportReadsThemAndNamesTheFolderInItsCommands()
    {
        Succeed("patch", "residual", "--run", run.Run.Directory, "--programs", "2", "--all-programs", "--out", Out);
        string[] before = Files();
        Succeed("report", "--run", Out);

        Assert.Equal(before, Files());
        Assert.True(File.Exists(Path.Combine(Out, "report/index.html")));
        ReportFigure[] figures = [.. new RunReport(Run.Open(Out), null, "").Document.Figures];
        Assert.Contains(figures, figure => figure.Id.StartsWith("figure-3b", StringComparison.Ordinal) && figure.Missing.Length == 0);
        Assert.Contains("(--all-programs), which the claim does not ask", figures.Single(figure => figure.Id == "figure-3b").Caption, StringComparison.Ordinal);
        Assert.Contains(figures, figure => figure.Command.Contains($"--run {Out}", StringComparison.Ordinal));
        Assert.Contains(
            new RunReport(run.Run, null, "").Document.Figures,
            figure => figure.Id.StartsWith("figure-3b", StringComparison.Ordinal) && figure.Missing.Length > 0);
    }

    [Fact]
    public void CommandsOfTheFolderAskTheRunAndKeepWhatTheyFindThere()
    {
        Succeed("phases", "--run", run.Run.Directory, "--out", Out);
        string[] before = Files();
        Succeed("development", "--run", Out, "--programs", "1", "--all-programs");
        Succeed("analyze", "all", "--run", Out, "--programs", "2");

        Assert.Equal(before, Files());
        Assert.True(File.Exists(Path.Combine(Out, "analyses/development/result.json")));
        Assert.True(File.Exists(Path.Combine(Out, "analyses/all/result.json")));
    }

    /// <summary>What wrong predictions equal comes from the run's own behaviour, too, where results are kept elsewhere and none is there.</summary>
    [Fact]
    public void PhasesLookIntoTheRunsOwnBehaviourWhereTheFolderHasNone()
    {
        Succeed("analyze", "behaviour", "--run", run.Run.Directory, "--programs", "20");
        Run elsewhere = run.Run.WithResults(Out);

        Assert.All(PhaseMetrics.Of(elsewhere).Evaluations, evaluation => Assert.NotNull(evaluation.Wrong));
        Assert.Equal(run.Run.Directory, elsewhere.WithResults(run.Run.Directory).Results);
    }

    [Fact]
    public async Task TheServerShowsThem()
    {
        Succeed("patch", "residual", "--run", run.Run.Directory, "--programs", "2", "--all-programs", "--out", Out);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using SiteServer server = await SiteServer.Start(
            new SiteOptions([new RunRoot(folder.Path)], [Out], Port: 0, FrontEnd: folder.Path), TimeProvider.System, cancellation);
        using var visitor = new HttpClient { BaseAddress = new Uri(server.Address) };
        string page = await visitor.GetStringAsync(new Uri("data/runs/tiny/run.json", UriKind.Relative), cancellation);
        HttpResponseMessage result = await visitor.GetAsync(
            new Uri("data/runs/tiny/analyses/patch-residual-000007/result.json", UriKind.Relative), cancellation);

        Assert.Contains("\"name\":\"patch-residual-000007\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, result.StatusCode);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Out, "analyses/patch-residual-000007/result.json"), cancellation),
            await result.Content.ReadAsStringAsync(cancellation));
    }

    [Fact]
    public void AFolderOfAnotherRunIsRefused()
    {
        using var other = TinyRun.WithTestPrograms(60, 5);
        Succeed("phases", "--run", run.Run.Directory, "--out", Out);
        Directory.CreateDirectory(folder.File("unmarked/analyses"));
        MetricsFile.Append(other.Run.MetricsPath, SampleEvaluation.At(5, 100));

        Refused(2, "keeps the results of another run, " + run.Run.Directory, "phases", "--run", other.Run.Directory, "--out", Out);
        Refused(2, "is the folder of a run", "phases", "--run", other.Run.Directory, "--out", run.Run.Directory);
        Refused(2, "has analyses already, and nothing says of which run", "phases", "--run", other.Run.Directory, "--out", folder.File("unmarked"));
        Assert.False(Directory.Exists(Path.Combine(run.Run.Directory, "analyses")));
    }

    [Fact]
    public void AFolderWhoseRunIsGoneOrAnotherSaysSo()
    {
        string moving = RunFolders.Copy(run.Run.Directory, folder, "moving");
        Succeed("phases", "--run", moving, "--out", Out);
        string spec = Path.Combine(moving, "spec.json"), text = File.ReadAllText(spec);
        File.WriteAllText(spec, text + "\n");
        Refused(3, "another run is there now", "report", "--run", Out);
        Directory.Delete(moving, recursive: true);
        Refused(3, $"keeps results of {moving}, which is not there", "report", "--run", Out);
        File.WriteAllText(Path.Combine(Out, "results-of.json"), "{}");
        Refused(3, "results-of.json: ", "report", "--run", Out);
    }

    /// <summary>A checkpoint's file that could not be kept belongs to the answer: that is not called whole then.</summary>
    [Fact]
    public void WhatLacksACheckpointIsNotKept()
    {
        string[] command = ["analyze", "lens", "--run", run.Run.Directory, "--checkpoint", "all", "--programs", "3", "--workers", "1"];
        int failures = 0;
        CommandLine answer;
        Disk.Watch(operation =>
        {
            if (operation.Path.EndsWith("000005.json.part", StringComparison.Ordinal) && failures++ == 0)
            {
                throw new UnauthorizedAccessException("Permission denied");
            }
        });
        try
        {
            answer = CommandLine.Run(command);
        }
        finally
        {
            Disk.Watch(null);
        }

        Assert.Equal((3, 1), (answer.ExitCode, failures));
        Assert.Contains("the result is shown, but not kept", answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Run.Directory, "analyses/logit-lens/result.json")));
        Assert.Equal(0, CommandLine.Run(command).ExitCode);
        Assert.True(File.Exists(Path.Combine(run.Run.Directory, "analyses/logit-lens/checkpoints/000005.json")));
    }

    /// <summary>A name is looked for under runs/, then under reference/, so that commands which pages and reports offer work in a clone.</summary>
    [Fact]
    public async Task ARunOfTheProjectIsFoundByItsName()
    {
        RunFolders.Copy(run.Run.Directory, folder, "reference/given");
        Child found = await In(folder.Path, "phases", "--run", "given", "--json");
        Child none = await In(folder.Path, "phases", "--run", "other");
        RunFolders.Copy(run.Run.Directory, folder, "runs/given");
        File.Delete(folder.File("runs/given/metrics.jsonl"));
        Child own = await In(folder.Path, "phases", "--run", "given");

        Assert.Equal((0, ""), (found.ExitCode, found.ExitCode == 0 ? "" : found.Error));
        Assert.Equal(3, none.ExitCode);
        Assert.Contains("runs/other holds no run", none.Error, StringComparison.Ordinal);
        Assert.Contains("a name is looked for under reference/, too, which has given", none.Error, StringComparison.Ordinal);
        Assert.Contains("runs/given", own.Error, StringComparison.Ordinal);
    }

    private static Task<Child> In(string place, params string[] arguments) => Child.RunAsync(
        "/bin/sh",
        new Dictionary<string, string>(),
        ["-c", "cd \"$1\" && shift && exec \"$@\"", "sh", place, Path.Combine(AppContext.BaseDirectory, "bindscope"), .. arguments]);

    private static void Succeed(params string[] arguments)
    {
        CommandLine answer = CommandLine.Run(arguments);
        Assert.True(answer.ExitCode == 0, answer.Error);
    }

    private static void Refused(int code, string problem, params string[] arguments)
    {
        CommandLine answer = CommandLine.Run(arguments);
        Assert.Equal(code, answer.ExitCode);
        Assert.Contains(problem, answer.Error, StringComparison.Ordinal);
    }

    private string[] Files() => [.. Directory.GetFileSystemEntries(run.Run.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
