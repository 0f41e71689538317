using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Paper;
using Bindscope.Runs;

namespace Bindscope.Report;

/// <summary>The verdicts of several reports as one table of Markdown, kept between two marks of a file, docs/results.md.</summary>
public static class ResultsTable
{
    private const string Begin = "<!-- results: begin (make results) -->\n";
    private const string End = "<!-- results: end -->";

    /// <summary>Reads a report.json.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserException">It is missing, damaged or of another format.</exception>
    public static ReportDocument Read(string path)
    {
        try
        {
            var report = JsonSerializer.Deserialize<ReportDocument>(File.ReadAllText(path), AnalysisFolder.Options);
            return report is { Format: ReportDocument.CurrentFormat } ? report : throw new JsonException("it is of another format");
        }
        catch (Exception wrong) when (wrong is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: {JsonMistake.Describe(wrong)}", "`bindscope report --run NAME` writes it anew", 3, wrong);
        }
    }

    /// <summary>The table.</summary>
    /// <param name="reports">One or more, a pair of columns each.</param>
    public static string Of(IReadOnlyList<ReportDocument> reports)
    {
        var table = new StringBuilder();
        table.Append("| claim of the paper | the paper |").AppendJoin("", reports.Select(report => $" `{report.Run}` |")).Append('\n');
        table.Append("|---|---|").AppendJoin("", reports.Select(_ => "---|")).Append('\n');
        foreach (Claim claim in reports[0].Claims)
        {
            string where = claim.Figure.StartsWith("table", StringComparison.Ordinal) ? claim.Figure : $"figure {claim.Figure}";
            string paper = string.Join("; ", reports.Select(report => Same(report, claim))
                .MaxBy(one => one.Findings.Length)!.Findings.Select(finding => finding.Paper).Where(text => text.Length > 0));
            table.Append(Cell($"{claim.Statement} ({where})")).Append(Cell(paper))
                .AppendJoin("", reports.Select(report => Cell(Result(Same(report, claim))))).Append("|\n");
        }

        table.Append(Cell("**of these**")).Append(Cell("")).AppendJoin("", reports.Select(report => Cell(
            $"**{report.Reproduced} reproduced, {report.Differs} differ, {report.Undecided} undecided, {report.NotTestable} not testable,"
            + $" {report.NotTested} not tested**")));
        return table.Append("|\n").ToString();
    }

    /// <summary>Puts a table between the marks of a text.</summary>
    /// <param name="text">The text, with both marks.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="UserException">The marks are missing.</exception>
    public static string Into(string text, string table)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? text[..(begin + Begin.Length)] + table + text[end..]
            : throw new UserException("the file has no place for the results", $"it needs a line '{Begin.Trim()}' and, below, '{End}'");
    }

    private static Claim Same(ReportDocument report, Claim claim) => report.Claims.FirstOrDefault(other => other.Id == claim.Id)
        ?? claim with { Findings = ImmutableArray<Finding>.Empty, Verdict = Verdict.NotTested };

    private static string Result(Claim claim)
    {
        string verdict = claim.Seen().Length > 0 ? $"*{Claim.Word(claim.Verdict)}*: {claim.Seen()}" : $"*{Claim.Word(claim.Verdict)}*";
        return claim.Over is { } over ? $"{verdict}. Over seeds *{Claim.Word(over.Verdict)}*: {over.Text()}" : verdict;
    }

    private static string Cell(string text) => $"| {text.Replace("|", "\\|", StringComparison.Ordinal)} ";
}
