using Bindscope.Errors;
using Bindscope.Report;
using Bindscope.Tests.Code;

namespace Bindscope.Tests.Report;

public sealed class ResultsTableTests
{
    private static readonly string[] Shown = ["small-42", "small-lm-256"];

    [Fact]
    public void TheDocumentedTableIsThatOfTheCommittedReports()
    {
        string page = File.ReadAllText(Path.Combine(Sources.Root, "docs", "results.md"));
        ReportDocument[] reports =
        [
            .. Shown.Select(run => ResultsTable.Read(Path.Combine(Sources.Root, "reference", run, "report",
                "report.json"))),
        ];

        Assert.Equal(page, ResultsTable.Into(page, ResultsTable.Of(reports)));
    }

    [Fact]
    public void ATextWithoutMarksIsRefused() => Assert.Throws<UserException>(() => ResultsTable.Into("no marks", "table"));
}
