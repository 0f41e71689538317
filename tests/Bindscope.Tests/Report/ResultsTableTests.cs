using Bindscope.Errors;
using Bindscope.Report;
using Bindscope.Tests.Code;

namespace Bindscope.Tests.Report;

public sealed class ResultsTableTests
{
    [Fact]
    public void TheDocumentedTableIsThatOfTheCommittedReports()
    {
        string page = File.ReadAllText(Path.Combine(Sources.Root, "docs", "results.md"));
        ReportDocument report = ResultsTable.Read(Path.Combine(Sources.Root, "reference/small-lm-256/report/report.json"));

        Assert.Equal(page, ResultsTable.Into(page, ResultsTable.Of([report])));
    }

    [Fact]
    public void ATextWithoutMarksIsRefused() => Assert.Throws<UserException>(() => ResultsTable.Into("no marks", "table"));
}
