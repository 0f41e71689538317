using System.Collections.Immutable;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Figures;
using Bindscope.Runs;

namespace Bindscope.Report.Pages;

/// <summary>The whole report as one page.</summary>
internal static class ReportPage
{
    internal static string Write(RunEvidence run, ImmutableArray<Section> sections, Section? comparison, string version, string lengths = "")
    {
        var page = new HtmlPage();
        ImmutableArray<Claim> claims = [.. sections.SelectMany(section => section.Claims)];
        string title = $"How {run.Run.Name} learned variable binding";
        page.Add($"<header><h1>{HtmlPage.E(title)}</h1>");
        page.Paragraph("A report on one training run, held against Y. Wu, A. Geiger and R. Milli\u00e8re, How Do Transformers Learn"
            + " Variable Binding in Symbolic Programs? (ICML 2025).", "quiet");
        page.Paragraph(Abstract(run, claims), "abstract");
        foreach (string problem in run.Problems)
        {
            page.Paragraph($"The run's folder is damaged, and this report lacks what it should say: {problem}.", "abstract");
        }

        page.Add("</header>");
        page.Add("<nav aria-label=\"Contents\"><a href=\"#verdicts\">Verdicts</a><a href=\"#setup\">What was trained</a>"
            + string.Concat(sections.Concat(comparison is null ? [] : [comparison]).Select(section => $"<a"
                + $" href=\"#{section.Id}\">{HtmlPage.E(section.Title)}</a>"))
            + "<a href=\"#methods\">Methods</a><a href=\"#redo\">Environment and commands</a></nav>");
        Verdicts(page, claims);
        if (lengths.Length > 0)
        {
            page.Paragraph($"The trainings over which claims are judged are of different length. {lengths}");
        }

        page.Heading(2, "setup", "What was trained");
        page.Table(Setup.Of(run), "", "setup");
        foreach (Section section in sections)
        {
            Add(page, section);
        }

        if (comparison is not null)
        {
            Add(page, comparison);
        }

        page.Heading(2, "methods", "Methods");
        foreach ((string name, string text) in Methods.All)
        {
            page.Heading(3, "method-" + name.ToLowerInvariant().Replace(' ', '-'), name);
            page.Paragraph(text);
        }

        Redo(page, run, sections, version);
        return page.ToDocument(title);
    }

    private static string Abstract(RunEvidence run, ImmutableArray<Claim> claims)
    {
        int Count(Verdict verdict) => claims.Count(claim => claim.Verdict == verdict);
        IReadOnlyList<string> assistance = run.Preset.Assistance();
        string trained = $"A Transformer of {Numbers.Whole(run.Preset.Model.ParameterCount)} parameters was trained for"
            + $" {Numbers.Whole(run.Last.Step)} steps on programs of "
            + $"{run.Preset.Task.Lines} lines and up to {run.Preset.Task.MaximumHops} hops (preset {run.Preset.Name}, seed"
                + $" {run.Preset.Training.Seed}). It answers {Numbers.Percent(run.Last.Accuracy)} of "
            + $"{Numbers.Whole(run.Last.N)} test programs.";
        string verdicts = $"Of the {claims.Length} claims of the paper listed here, {Count(Verdict.Reproduced)} are reproduced,"
            + $" {Count(Verdict.Differs)} differ, {Count(Verdict.Undecided)} are undecided, {Count(Verdict.NotTestable)} cannot be tested on this run"
            + $" and {Count(Verdict.NotTested)} were not tested.";
        return $"{trained} {verdicts} " + (assistance.Count > 0
            ? "The training had assistance that the paper's did not, named below; a verdict that may be due to it says so."
            : "The training had no assistance beyond the paper's objective.");
    }

    private static void Verdicts(HtmlPage page, ImmutableArray<Claim> claims)
    {
        bool seeds = claims.Any(claim => claim.Over is not null);
        page.Heading(2, "verdicts", "Verdicts");
        page.Add("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">claim of the paper</th><th scope=\"col\">paper</th><th"
            + " scope=\"col\">this run, 95 % interval</th>"
            + "<th scope=\"col\">what a null scores</th><th scope=\"col\">verdict</th>"
            + $"{(seeds ? "<th scope=\"col\">over seeds</th>" : "")}</tr></thead><tbody>");
        foreach (Claim claim in claims)
        {
            string paper = string.Join("<br>", claim.Findings.Select(finding => HtmlPage.E(finding.Paper)));
            string ours = string.Join("<br>", claim.Findings.Select(finding => HtmlPage.E(finding.Observation)));
            page.Add($"<tr><th scope=\"row\"><a href=\"#claim-{claim.Id}\">{HtmlPage.E(claim.Statement)}</a> <span"
                + $" class=\"quiet\">{HtmlPage.E(HtmlPage.Where(claim))}</span></th>"
                + $"<td>{paper}</td><td>{ours}</td><td>{Nulls(claim)}</td><td>{HtmlPage.Badge(claim.Verdict)}</td>"
                + $"{(claim.Over is { } over ? $"<td>{HtmlPage.Badge(over.Verdict)}<br>{HtmlPage.E(over.Text())}</td>" : seeds ? "<td></td>" : "")}</tr>");
        }

        page.Add("</tbody></table></div>");
    }

    private static string Nulls(Claim claim) => claim.Nulls.IsEmpty
        ? claim.NoNull.Length == 0 ? "\u2013" : HtmlPage.E($"not testable by a null: {claim.NoNull}")
        : string.Join("<br>", claim.Nulls.Select(score => HtmlPage.E($"{score.Model}: {score.Observation}") + (score.Passes ? " <b>(meets it)</b>" : "")));

    private static void Add(HtmlPage page, Section section)
    {
        page.Heading(2, section.Id, section.Title);
        foreach (string paragraph in section.Paragraphs)
        {
            page.Paragraph(paragraph);
        }

        foreach (Figure figure in section.Figures)
        {
            page.Figure(figure);
        }

        foreach (Claim claim in section.Claims)
        {
            page.Claim(claim);
        }
    }

    private static void Redo(HtmlPage page, RunEvidence run, ImmutableArray<Section> sections, string version)
    {
        page.Heading(2, "redo", "Environment and commands");
        if (run.Environment is { } environments)
        {
            RunEnvironment e = environments.Started;
            page.Paragraph($"Trained with Bindscope {e.Version}, {(e.Torch is null ? "" : $"TorchSharp {e.Torch}, ")}{e.Runtime}, {e.System}"
                + $" ({e.Architecture}), device {e.Device}{(e.Lanes is null ? "" : $", {e.Processor}, lanes of {e.Lanes}")},"
                + $" {e.Workers} workers of {e.Threads} threads"
                + (environments.Resumed.IsEmpty ? "." : $"; continued elsewhere {environments.Resumed.Length} times, as"
                    + " environment.json says."));
        }

        page.Paragraph($"Reported by Bindscope {version}. These commands repeat it; on the CPU, the seed and the number of workers"
            + " determine every byte:");
        string[] commands =
        [
            $"{run.Program} train --preset {run.Preset.Name} --seed {run.Preset.Training.Seed} --run {run.Argument}    # then as"
                + " spec.json says, where it was changed",
            .. sections.SelectMany(section => section.Figures).Select(figure => figure.Command)
                .Where(command => !command.Contains(" train ", StringComparison.Ordinal)).Distinct(),
            $"{run.Program} report --run {run.Argument} --out report/",
        ];
        page.Add($"<pre><code>{HtmlPage.E(string.Join('\n', commands))}</code></pre>");
    }
}
