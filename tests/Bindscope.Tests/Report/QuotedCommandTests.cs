using Bindscope.Errors;
using Bindscope.Report;
using Bindscope.Runs;
using Bindscope.Tests.Analysis;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Runs;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Report;

/// <summary>Commands that a report offers can be copied into a shell whatever the run is called.</summary>
public sealed class QuotedCommandTests
{
    [Fact]
    public void ARunsNameIsOneWordOfEveryCommand()
    {
        using var tiny = new TinyRun(0, 100);
        using var folder = new TemporaryFolder();
        Run run = Run.Open(RunFolders.Copy(tiny.Run.Directory, folder, "it's $(mine)"));
        MetricsFile.Append(run.MetricsPath, SampleEvaluation.At(0, 100));
        MetricsFile.Append(run.MetricsPath, SampleEvaluation.At(100, 100));
        string word = ShellWord.Of(run.Name);
        ReportDocument report = new RunReport(run, null, "test").Document;
        string[] commands =
        [
            .. report.Claims.Select(claim => claim.Command).OfType<string>().Concat(report.Figures.Select(figure => figure.Command))
                .Where(command => command.Contains("$(mine)", StringComparison.Ordinal)),
        ];

        Assert.Equal("'it'\\''s $(mine)'", word);
        Assert.True(commands.Length >= 10, string.Join("\n", commands));
        ReportDocument installed = new RunReport(run, null, "test", program: "bindscope").Document;
        Assert.DoesNotContain("./bindscope", AnalysisFolder.ToJson(installed), StringComparison.Ordinal);
        Assert.Equal(
            commands.Select(command => command.Replace("./bindscope ", "bindscope ", StringComparison.Ordinal)),
            installed.Claims.Select(claim => claim.Command).OfType<string>().Concat(installed.Figures.Select(figure => figure.Command))
                .Where(command => command.Contains("$(mine)", StringComparison.Ordinal)));
        Assert.All(commands, command => Assert.DoesNotContain("$(mine)", command.Replace(word, "", StringComparison.Ordinal), StringComparison.Ordinal));
    }
}
