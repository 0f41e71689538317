using System.Text.Json;
using Bindscope.Report;
using Bindscope.Runs;
using Bindscope.Tests.Code;

namespace Bindscope.Tests.Judge;

/// <summary>The reference runs are judged again, as `make results` does it: what is committed is what this build says, claim by claim and picture by
/// picture.</summary>
public sealed class CommittedReportTests
{
    [Theory]
    [InlineData("demo-1")]
    [InlineData("small-lm-256")]
    public void TheCommittedReportIsWhatThisBuildWrites(string name)
    {
        string folder = Path.Combine(Sources.Root, "reference", name);
        ReportDocument committed = ResultsTable.Read(Path.Combine(folder, "report", "report.json"));
        Run? also = committed.Also is null ? null : Run.Open(Path.Combine(Sources.Root, "reference", committed.Also));
        Run[] seeds =
        [
            .. committed.Claims[0].Over?.Runs.Skip(1).Select(seed => Run.Open(Path.Combine(Sources.Root, "reference", seed.Run))) ?? [],
        ];
        var report = new RunReport(Run.Open(folder), also, "test", seeds);

        Assert.Equal(committed.Claims.Select(claim => claim.Id), report.Document.Claims.Select(claim => claim.Id));
        Assert.All(committed.Claims.Zip(report.Document.Claims), pair => Assert.Equal(Text(pair.First), Text(pair.Second)));
        Assert.Equal(Text(committed.Figures), Text(report.Document.Figures));
        Assert.Equal(Text(committed with { Claims = [], Figures = [] }), Text(report.Document with { Claims = [], Figures = [] }));
        string[] different =
        [
            .. report.Document.Figures.Where(figure => figure.File is not null
                && File.ReadAllText(Path.Combine(folder, "report", figure.File)) != report.Drawing(figure.Id)).Select(figure => figure.Id),
        ];
        Assert.Empty(different);
    }

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, AnalysisFolder.Options);
}
