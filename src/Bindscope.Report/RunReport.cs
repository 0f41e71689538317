using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bindscope.Analysis.Seeds;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Figures;
using Bindscope.Report.Pages;
using Bindscope.Runs;

namespace Bindscope.Report;

/// <summary>The reproduction report of one run: a page, its figures one by one, and its claims as data.</summary>
/// <remarks>
/// Everything comes from the run's folder; no model is run and nothing is drawn at random, so the same folder gives the same bytes. What
/// the
/// folder lacks is "not tested", with the command that computes it.
/// </remarks>
public sealed class RunReport
{
    private readonly ImmutableArray<Figure> figures;
    private readonly string page;
    private const string Page = "index.html";
    private const string Data = "report.json";

    /// <summary>Reads a run's folder and judges it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="also">A run to compare it with; null for none.</param>
    /// <param name="version">This program's version, for the page.</param>
    /// <param name="seeds">Trainings like the run's from other seeds, over which each claim is judged, too; none by default.</param>
    /// <param name="program">What a user writes to start this program, for the commands; by default a clone's launcher.</param>
    /// <exception cref="UserException">A run has no evaluation yet or is damaged, or one of the seeds' is of another training.</exception>
    public RunReport(Run run, Run? also, string version, IReadOnlyList<Run>? seeds = null, string program = "./bindscope")
    {
        ArgumentNullException.ThrowIfNull(run);
        string lengths = "";
        if (seeds is { Count: > 0 })
        {
            Run[] trainings = [run, .. seeds];
            SeedsAnalysis.Require(trainings);
            lengths = SeedsAnalysis.Lengths(trainings);
        }

        var evidence = new RunEvidence(run, program);
        RunEvidence[] others = [.. (seeds ?? []).Select(seed => new RunEvidence(seed, program))];
        Problems = [.. evidence.Problems, .. others.SelectMany(other => other.Problems.Select(problem => $"{other.Run.Name}: {problem}"))];
        ImmutableArray<Claim> claims = others.Length == 0 ? PaperClaims.Of(evidence) : PaperClaims.Over([evidence, .. others]);
        ImmutableArray<Section> sections = Sections.Of(evidence, claims);
        Section? comparison = also is null ? null : Comparison.Of(evidence, new RunEvidence(also, program));
        figures = [.. sections.SelectMany(section => section.Figures), .. comparison?.Figures ?? []];
        page = ReportPage.Write(evidence, sections, comparison, version, lengths);
        int Count(Verdict verdict) => claims.Count(claim => claim.Verdict == verdict);
        Document = new ReportDocument(
            ReportDocument.CurrentFormat,
            run.Name,
            run.Preset.Name,
            run.Preset.Training.Seed,
            evidence.Last.Step,
            run.Preset.Training.Steps,
            run.Preset.Model.ParameterCount,
            [.. run.Preset.Assistance()],
            "paper",
            also?.Name,
            Count(Verdict.Reproduced),
            Count(Verdict.Differs),
            Count(Verdict.Undecided),
            Count(Verdict.NotTestable),
            Count(Verdict.NotTested),
            claims,
            [.. figures.Select(figure => new ReportFigure(figure.Id, figure.Label, figure.Caption, figure.Canvas is null ? null
                : $"figures/{figure.Id}.svg", figure.Missing, figure.Command))]);
    }

    /// <summary>What in the run's folder is damaged or contradicts itself; the page says so, too.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The claims with their verdicts.</summary>
    public ReportDocument Document { get; }

    /// <summary>One of the figures as an SVG document of its own.</summary>
    /// <param name="id">Its anchor in the page, such as <c>figure-2a</c>.</param>
    /// <exception cref="UserException">There is no such figure, or the run's folder lacks what it shows.</exception>
    public string Drawing(string id)
    {
        if (figures.FirstOrDefault(figure => figure.Id == id) is not { } found)
        {
            throw new UserException($"there is no figure '{id}'", $"choose one of {string.Join(", ", figures.Select(figure => figure.Id))}");
        }

        return found.Canvas?.ToDocument()
            ?? throw new UserException(
                found.Missing.Length > 0 ? $"{found.Label}: {found.Missing}" : $"{found.Label} is a table, not a drawing",
                found.Command.Length > 0 ? found.Command : "see the report");
    }

    /// <summary>Writes index.html, figures/*.svg and report.json, whole or not at all.</summary>
    /// <param name="folder">A folder that does not exist, is empty, or is an earlier report, in which files that no report wrote stay.</param>
    /// <returns>The page's path.</returns>
    /// <exception cref="UserException">The folder holds something else, or a file cannot be written.</exception>
    public string Write(string folder)
    {
        using WholeFolder whole = WholeFolder.Replacing(folder, "a report", Listed);
        foreach (Figure figure in figures.Where(figure => figure.Canvas is not null))
        {
            WholeFile.WriteText(Path.Combine(whole.Part, "figures", figure.Id + ".svg"), figure.Canvas!.ToDocument());
        }

        WholeFile.WriteText(Path.Combine(whole.Part, Page), page);
        WholeFile.WriteText(Path.Combine(whole.Part, Data), AnalysisFolder.ToJson(Document) + "\n");
        whole.Commit();
        return Path.Combine(folder, Page);
    }

    /// <summary>What an earlier report wrote, as its report.json says; null where there is none.</summary>
    private static IReadOnlySet<string>? Listed(string folder)
    {
        try
        {
            var earlier = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, Data)));
            IEnumerable<string?> drawings = earlier!["figures"]!.AsArray().Select(figure => (string?)figure!["file"]);
            return earlier["claims"] is JsonArray ? drawings.OfType<string>().Append(Page).Append(Data).ToHashSet(StringComparer.Ordinal) : null;
        }
        catch (Exception other) when (other is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException
            or NullReferenceException)
        {
            return null;
        }
    }
}
