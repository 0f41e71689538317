using Bindscope.Analysis;
using Bindscope.Analysis.Development;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Probes;
using Bindscope.Analysis.Subspaces;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Web.Analyses;

/// <summary>
/// A result without all that no sentence of the overview needs: the same record with fewer entries, a few kilobytes of up to three
/// million bytes. What is left has the result's own numbers; the sentences are made of them in the browser, as they are of the whole.
/// </summary>
internal static class AnalysisBrief
{
    /// <summary>The file's name, beside <c>result.json</c>.</summary>
    internal const string FileName = "brief.json";

    /// <summary>Success rate below which a cell is no stop of the digit's way.</summary>
    internal const double LeastStop = 0.5;

    private static readonly Dictionary<string, Func<AnalysisFolder, string>> Known = new(StringComparer.Ordinal)
    {
        [PatchResidual.Info.Name] = Cut<PatchResult>(Way),
        [PatchHeads.Info.Name] = Cut<PatchResult>(result => result with { Groups = [], Ranking = [.. result.Ranking.Take(1)] }),
        [DevelopmentAnalysis.Info.Name] = Cut<DevelopmentResult>(result => result with { Cells = [], Programs = [], Checkpoints = [] }),
        [SubspaceAnalysis.Info.Name] = Cut<SubspaceResult>(Digits),
        [GeneralisationAnalysis.Info.Name] = Cut<GeneralisationResult>(result => result with { ByLines = [], ByVariation = [], Cells = [] }),
        [ProbeAnalysis.Info.Name] = Cut<ProbeResult>(result => result with { Lines = [] }),
    };

    /// <summary>Whether an analysis has one.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="name">The analysis's folder.</param>
    internal static bool Exists(Run run, string name) => Known.ContainsKey(Kind(name)) && new AnalysisFolder(run, name).HasResult;

    /// <summary>The brief of an analysis that has one, as JSON.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="name">The analysis's folder.</param>
    /// <exception cref="UserException">The result is damaged or of another format.</exception>
    internal static string Of(Run run, string name) => Known[Kind(name)](new AnalysisFolder(run, name));

    private static string Kind(string name) => Catalogue.Of(name)?.Info.Name ?? "";

    private static Func<AnalysisFolder, string> Cut<T>(Func<T, T> cut) => folder => AnalysisFolder.ToJson(cut(folder.Read<T>()));

    private static SubspaceResult Digits(SubspaceResult result) => result with
    {
        Findings = [.. result.Findings.Where(one => one.Target == SubspaceTarget.Digit).Select(one => one with { Path = [] })],
    };

    /// <summary>The longest chains whose answer no early-line rule can find, and of their cells the stops of the digit's way.</summary>
    private static PatchResult Way(PatchResult result)
    {
        GroupEffects? hardest = result.Groups.Where(group => group.Programs > 0)
            .OrderByDescending(group => group.AnswerLine == AnswerLineGroup.Later).ThenByDescending(group => group.Hops).FirstOrDefault();
        return result with { Groups = hardest is null ? [] : [Stops(hardest)], Ranking = [] };
    }

    private static GroupEffects Stops(GroupEffects group) => group with
    {
        Cells = [.. group.Cells.Where(cell => cell.Success.Value >= LeastStop)],
        Controls = group.Controls with { Unrelated = [], Swapped = [], Random = [], MovedRoot = [] },
    };
}
