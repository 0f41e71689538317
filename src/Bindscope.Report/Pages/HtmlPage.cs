using System.Text;
using System.Text.RegularExpressions;
using Bindscope.Paper;
using Bindscope.Report.Drawing;
using Bindscope.Report.Figures;

namespace Bindscope.Report.Pages;

/// <summary>Writes HTML: elements that the report's parts share.</summary>
internal sealed partial class HtmlPage
{
    /// <summary>A table of a figure beyond this many rows is not printed in the page; report.json and the analysis have it whole.</summary>
    private const int MostRows = 120;

    private readonly StringBuilder body = new();

    internal void Add(string html) => body.Append(html).Append('\n');

    internal void Heading(int level, string id, string text) => Add($"<h{level} id=\"{id}\">{E(text)}</h{level}>");

    internal void Paragraph(string text, string style = "") => Add(style.Length > 0 ? $"<p class=\"{style}\">{E(text)}</p>"
        : $"<p>{E(text)}</p>");

    internal void Table(DataTable table, string caption, string style = "")
    {
        string named = caption.Length > 0 ? $"<caption>{E(caption)}</caption>" : "";
        Add($"<div class=\"scroll\"><table{(style.Length > 0 ? $" class=\"{style}\"" : "")}>{named}");
        Add("<thead><tr>" + string.Concat(table.Columns.Select(column => $"<th scope=\"col\">{E(column)}</th>")) + "</tr></thead><tbody>");
        foreach (var row in table.Rows.Take(MostRows))
        {
            Add("<tr>" + string.Concat(row.Select((cell, i) => i == 0 ? $"<th scope=\"row\">{E(cell)}</th>" : $"<td>{E(cell)}</td>"))
                + "</tr>");
        }

        Add("</tbody></table></div>");
        if (table.Rows.Length > MostRows)
        {
            Paragraph($"The first {MostRows} of {Numbers.Whole(table.Rows.Length)} rows; the analysis in the run's folder has all.",
                "quiet");
        }
    }

    internal void Figure(Figure figure)
    {
        Add($"<figure id=\"{figure.Id}\">");
        if (figure.Canvas is not null)
        {
            Add($"<div class=\"scroll\">{figure.Canvas.ToElement()}</div>");
        }

        Add($"<figcaption><b>{E(figure.Label)}.</b> {E(figure.Caption)}</figcaption>");
        if (figure.Missing.Length > 0)
        {
            Add($"<p class=\"missing\"><b>Not tested.</b> {E(figure.Missing)} This computes it: <code>{E(figure.Command)}</code></p>");
        }
        else if (figure.Canvas is null)
        {
            Tables(figure);
        }
        else if (!figure.Tables.IsEmpty)
        {
            Add("<details><summary>Numbers</summary>");
            Tables(figure);
            Add($"</details><p class=\"command\"><code>{E(figure.Command)}</code></p>");
        }

        Add("</figure>");
    }

    private void Tables(Figure figure)
    {
        foreach (DataTable table in figure.Tables)
        {
            if (table.Columns.IsEmpty)
            {
                Paragraph(table.Title);
            }
            else
            {
                Table(table, table.Title);
            }
        }
    }

    internal void Claim(Claim claim)
    {
        Add($"<div class=\"claim\" id=\"claim-{claim.Id}\"><p>{Badge(claim.Verdict)} <b>{E(claim.Statement)}</b> <span"
            + $" class=\"quiet\">{E(Where(claim))}</span></p>");
        foreach (Finding finding in claim.Findings)
        {
            string n = finding.Ours is { } measure ? $", n = {Numbers.Whole(measure.N)}" : "";
            string band = finding.Band is { } asked ? $" (asked: {asked.Text(finding.Ours!.Kind)})" : "";
            string paper = finding.Paper.Length > 0 ? $" Paper: {finding.Paper}." : "";
            Add($"<p class=\"finding\">{E(Capital(finding.Label))}: <b>{E(finding.Observation)}</b>{E(n)}{E(band)}.{E(paper)}</p>");
        }

        foreach (NullScore score in claim.Nulls)
        {
            Add($"<p class=\"finding\">A model that {E(score.Model)}: {E(score.Observation)}{(score.Passes ? ", which meets the criterion" : "")}.</p>");
        }

        if (claim.Seeds > 1)
        {
            Add($"<p class=\"finding\">The verdict speaks for {claim.Seeds} trainings.</p>");
        }

        if (claim.Over is { } over)
        {
            Add($"<p class=\"finding\">Over seeds: {Badge(over.Verdict)} {E(over.Text())}.</p>");
            foreach (SeedVerdict one in over.Runs.Where(one => one.Seen.Length > 0))
            {
                Add($"<p class=\"finding\">{E(one.Run)}: {E(one.Seen)}.</p>");
            }
        }

        string untested = claim.Command is null ? "" : $" <code>{E(claim.Command)}</code>";
        Add($"<p class=\"rule\">Criterion: {E(claim.Rule)}.{(claim.Note.Length > 0 ? " " + E(claim.Note) : "")}{untested}</p></div>");
    }

    /// <summary>A verdict as a word and a sign, not as a colour alone.</summary>
    internal static string Badge(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => "<span class=\"verdict reproduced\">\u2713 reproduced</span>",
        Verdict.Differs => "<span class=\"verdict differs\">\u2260 differs</span>",
        Verdict.Undecided => "<span class=\"verdict undecided\">? undecided</span>",
        Verdict.NotTestable => "<span class=\"verdict untested\">\u2205 not testable</span>",
        _ => "<span class=\"verdict untested\">\u2013 not tested</span>",
    };

    internal static string E(string text) => SvgCanvas.Escape(text);

    internal static string Where(Claim claim) => claim.Figure.StartsWith("table", StringComparison.Ordinal) ? $"({claim.Figure})"
        : $"(figure {claim.Figure})";

    /// <summary>The page, which needs nothing but itself.</summary>
    internal string ToDocument(string title) =>
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\""
            + " content=\"width=device-width, initial-scale=1\">\n"
        + "<meta name=\"color-scheme\" content=\"light dark\">\n"
        + $"<title>{E(title)}</title>\n<style>\n{FigureStyle.Read("page.css")}{FigureStyle.Css}</style>\n</head>\n"
        + $"<body>\n<main>\n{SpaceBeforeUnit().Replace(body.ToString(), "\u00a0")}</main>\n</body>\n</html>\n";

    /// <summary>The space between a number and its sign or unit, at which no line of the page may end.</summary>
    [GeneratedRegex(@"(?<=\d) (?=%|points?\b)")]
    private static partial Regex SpaceBeforeUnit();

    private static string Capital(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
