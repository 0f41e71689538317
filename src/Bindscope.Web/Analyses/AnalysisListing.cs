using System.Globalization;
using Bindscope.Analysis;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Live;
using Bindscope.Runs;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Analyses;

/// <summary>Lists the analyses in a run's folder, and their files.</summary>
internal static class AnalysisListing
{
    private const string Result = "result.json";

    /// <summary>Names of the analyses that have a result or finished checkpoints.</summary>
    internal static IEnumerable<string> Names(RunEntry run) => AnalysisFolder.Names(run.Run).Where(name =>
    {
        string folder = Path.Combine(run.Analyses, name);
        return IsThere(run, Path.Combine(folder, Result)) || (Directory.Exists(Checkpoints(folder)) && OwnFiles.Is(run.Run, Checkpoints(folder)));
    });

    /// <summary>The analyses.</summary>
    internal static IEnumerable<AnalysisEntry> Of(RunEntry run) => Names(run).Select(name => Entry(run, name));

    /// <summary>The analyses' files, as paths below <c>analyses/</c> with slashes, and where they are, plain or compressed.</summary>
    internal static IEnumerable<(string Name, string Path)> Files(RunEntry run) =>
        from name in Names(run)
        let folder = Path.Combine(run.Analyses, name)
        from file in new[] { Path.Combine(folder, "spec.json"), Path.Combine(folder, Result) }.Concat(StoredJson.In(Checkpoints(folder)))
            // The example's checkpoints are shown under a name of their own.
        where name != ExampleAnalysis.Info.Name && IsThere(run, file)
        select (Path.GetRelativePath(run.Analyses, file).Replace('\\', '/'), file);

    private static bool IsThere(RunEntry run, string file) => OwnFiles.Find(run.Run, file) is not null;

    private static string Checkpoints(string folder) => Path.Combine(folder, "checkpoints");

    private static AnalysisEntry Entry(RunEntry run, string name)
    {
        CatalogueEntry? entry = Catalogue.Of(name);
        string kind = entry?.Info.Name ?? name;
        string folder = Path.Combine(run.Analyses, name);
        var spec = RunFiles.Analysis(run, name, "spec.json");
        int? checkpoint = entry is { TakesACheckpoint: true }
            ? name[kind.Length..].Split('-').Select(Number).Cast<int?>().FirstOrDefault(step => step >= 0)
            : null;

        // Of an answer of which checkpoints alone are kept, the folder's name says that it is about all of them.
        var asked = spec ?? (checkpoint is null ? entry?.QuestionOfAll : null);
        return new AnalysisEntry(
            name,
            kind,
            checkpoint,
            entry?.Info.Title ?? name,
            entry?.Info.Question ?? "",
            entry?.CommandOf(run.CommandName, asked) ?? "",
            IsThere(run, Path.Combine(folder, Result)) ? StoredJson.Length(Path.Combine(folder, Result)) : 0,
            spec,
            [
                .. StoredJson.In(Checkpoints(folder)).Where(file => IsThere(run, file))
                    .Select(file => Number(Path.GetFileNameWithoutExtension(file))).Where(number => number >= 0).Order(),
            ]);
    }

    private static int Number(string text) =>
        text.Length == 6 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
