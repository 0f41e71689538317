using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Bindscope.Analysis;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Web.Analyses;
using Bindscope.Web.Live;
using Bindscope.Web.Programs;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Data;

/// <summary>
/// Everything below <c>data/</c>, for the server and for the exported site alike: which paths there are, and what they hold. A path is
/// looked up in listings part by part, and never used to open a file.
/// </summary>
internal sealed class SiteData(RunCatalogue catalogue, TestSets tests, LiveModels models, SiteLimits limits)
{
    private const string ExamplePrefix = "example/";

    /// <summary>An answer's tables, as the command line prints them.</summary>
    private const string ViewsFile = "/views.json";

    /// <summary>The example program's answers at every checkpoint.</summary>
    private const string ExampleOverTraining = ExamplePrefix + "training.json";

    /// <summary>The index of the site.</summary>
    /// <param name="live">Whether a server answers.</param>
    /// <param name="weights">Whether the weights are beside it.</param>
    internal DataFile Index(bool live, bool weights = false) =>
        DataFile.Of(SiteJson.Bytes(RunReader.Index(catalogue.List(), limits, live, weights)));

    /// <summary>Every path of a run below <c>data/</c>.</summary>
    internal static IEnumerable<string> Paths(RunEntry run) =>
    [
        .. RunPaths(run).Select(path => $"runs/{run.Name}/{path}"),
        .. ReportListing.Files(run).Select(file => $"report/{run.Name}/{file.Name}"),
    ];

    /// <summary>A file by one of the paths of <see cref="Paths"/>.</summary>
    internal async Task<DataFile?> FindAny(RunEntry run, string path, CancellationToken left)
    {
        string[] parts = path.Split('/', 3);
        return parts[0] == "report" ? FindReport(run, parts[2]) : await Find(run, parts[2], left);
    }

    /// <summary>A file of a run's report.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Below <c>data/report/NAME/</c>.</param>
    internal static DataFile? FindReport(RunEntry run, string path) =>
        ReportListing.Files(run).FirstOrDefault(one => one.Name == path).Path is { } file ? DataFile.At(file) : null;

    private static IEnumerable<string> RunPaths(RunEntry run) =>
    [
        "run.json",
        "metrics.json",
        .. OwnFiles.Find(run.Run, ProgramsPath(run)) is null ? Array.Empty<string>() : ["programs.json"],
        .. run.Steps() is { Count: > 0 } steps ? [.. steps.Select(ExamplePath), ExampleOverTraining, "example.json"] : Array.Empty<string>(),
        .. AnalysisListing.Files(run).Select(file => $"analyses/{file.Name}"),
        .. Briefs(run).Select(BriefPath),
        .. Results(run).Where(name => Catalogue.Of(name) is not null).Select(ViewsPath),
    ];

    /// <summary>A file of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Below <c>data/runs/NAME/</c>.</param>
    /// <param name="left">Set when nobody waits any more.</param>
    /// <returns>The file; null where there is none of this name.</returns>
    internal async Task<DataFile?> Find(RunEntry run, string path, CancellationToken left)
    {
        switch (path)
        {
            case "run.json":
                return DataFile.Of(SiteJson.Bytes(RunReader.Page(run)));
            case "metrics.json":
                return DataFile.Of(SiteJson.Bytes(Metrics(run)));
            case "programs.json":
                return OwnFiles.Find(run.Run, ProgramsPath(run)) is null ? null : DataFile.At(ProgramsPath(run));
            case "example.json":
                return run.Steps().Count == 0 ? null : DataFile.Of(SiteJson.Bytes(await Task.Run(() => Example(run), left)));
            case ExampleOverTraining:
                return run.Steps().Count == 0
                    ? null
                    : DataFile.Of(await models.OverTraining(run, ProgramParser.Parse((await Task.Run(() => Example(run), left)).Base), left));
            case var _ when path.StartsWith(ExamplePrefix, StringComparison.Ordinal):
                return run.Steps().Where(step => ExamplePath(step) == path).Cast<int?>().FirstOrDefault() is { } at
                    ? DataFile.Of(StoredExample.Find(run, at) ?? await models.Parts(
                        run, at, await Task.Run(() => tests.Example(run), left), Enum.GetValues<LivePart>(), left))
                    : null;
            case var _ when path.EndsWith($"/{AnalysisBrief.FileName}", StringComparison.Ordinal):
                return Briefs(run).FirstOrDefault(name => BriefPath(name) == path) is { } brief
                    ? DataFile.Of(Encoding.UTF8.GetBytes(AnalysisBrief.Of(run.Run, brief)))
                    : null;
            case var _ when path.EndsWith(ViewsFile, StringComparison.Ordinal):
                return Results(run).FirstOrDefault(name => ViewsPath(name) == path) is { } shown && Views(run, shown) is { } views
                    ? DataFile.Of(SiteJson.Bytes(views))
                    : null;
            default:
                string? file = AnalysisListing.Files(run).FirstOrDefault(one => $"analyses/{one.Name}" == path).Path;
                return file is null ? null : DataFile.At(file);
        }
    }

    private ExamplePair Example(RunEntry run)
    {
        if (StoredExample.Pair(run) is { } stored)
        {
            return stored;
        }

        ProgramPair pair = tests.Example(run);
        return new ExamplePair(pair.Base.ToText(), pair.Source.ToText());
    }

    private static string ExamplePath(int step) => string.Create(CultureInfo.InvariantCulture, $"{ExamplePrefix}{step}.json");

    private static IEnumerable<string> Results(RunEntry run) =>
        AnalysisListing.Names(run).Where(name => OwnFiles.Find(run.Run, Path.Combine(run.Analyses, name, "result.json")) is not null);

    private static IEnumerable<string> Briefs(RunEntry run) => Results(run).Where(name => AnalysisBrief.Exists(run.Run, name));

    /// <summary>An answer's tables; null where this build cannot read the answer.</summary>
    private static ImmutableArray<View>? Views(RunEntry run, string name)
    {
        try
        {
            return Catalogue.Of(name)?.Views(new AnalysisFolder(run.Run, name)).ToImmutableArray();
        }
        catch (UserException)
        {
            return null;
        }
    }

    private static string ViewsPath(string name) => $"analyses/{name}{ViewsFile}";

    private static string BriefPath(string name) => $"analyses/{name}/{AnalysisBrief.FileName}";

    private static string ProgramsPath(RunEntry run) => Path.Combine(run.Analyses, "programs", "result.json");

    private static MetricsPage Metrics(RunEntry run) => new(
        OwnFiles.Is(run.Run, Path.Combine(run.Run.Directory, FloorsFile.Name)) ? FloorsFile.Read(run.Run) : null,
        RunFiles.JsonLines(run, MetricsFile.Name),
        RunFiles.JsonLines(run, TimingLine.FileName));
}

/// <summary>What <c>metrics.json</c> says of a run: all that it measured while it trained.</summary>
/// <param name="Floors">The least that its task's tokens can cost; null in older runs and in trainings on answers alone.</param>
/// <param name="Metrics">The lines of its metrics.jsonl.</param>
/// <param name="Timing">The lines of its timing.jsonl.</param>
internal sealed record MetricsPage(
    KnowledgeFloors? Floors,
    [property: Holds(typeof(Evaluation))] ImmutableArray<JsonElement> Metrics,
    [property: Holds(typeof(TimingLine))] ImmutableArray<JsonElement> Timing);
