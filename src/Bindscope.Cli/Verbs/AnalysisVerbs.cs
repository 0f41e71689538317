using System.CommandLine;
using Bindscope.Analysis;
using Bindscope.Analysis.Accuracy;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Generalisation.HeldOut;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.Patching;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>The commands of the catalogue: each analysis below <c>analyze</c>, and once more under its older name.</summary>
internal static class AnalysisVerbs
{
    /// <summary>The few that can do more than answer the analysis's question.</summary>
    private static readonly Dictionary<string, Func<CatalogueEntry, string?, IVerb>> Larger = new(StringComparer.Ordinal)
    {
        [EvaluationAnalysis.Info.Name] = (entry, name) => name is null ? new AnalysisVerb(entry) : new EvalVerb(),
        [PatchResidual.Info.Name] = (entry, name) => new PatchResidualVerb(entry, name),
        [LensAnalysis.Info.Name] = (entry, name) => new LensVerb(entry, name),
        [HeldOutAnalysis.Info.Name] = (entry, name) => new HeldOutVerb(entry, name),
        [EverythingAnalysis.Info.Name] = (entry, _) => new AllVerb(entry),
    };

    /// <summary>The command of an analysis.</summary>
    /// <param name="entry">The analysis.</param>
    /// <param name="name">What the command is called; null for the analysis's name.</param>
    public static IVerb Of(CatalogueEntry entry, string? name = null) =>
        Larger.TryGetValue(entry.Info.Name, out var larger) ? larger(entry, name) : new AnalysisVerb(entry, name);

    /// <summary>The analyses' older names below a command.</summary>
    /// <param name="above">The command; empty for names of one word.</param>
    public static IEnumerable<IVerb> Aliases(string above) =>
        from entry in Catalogue.All
        where entry.Info.Alias is not null
        let words = entry.Info.Alias!.Split(' ')
        where string.Join(' ', words[..^1]) == above
        select Of(entry, words[^1]);

    /// <summary>Finds the analysis that a command line asks for.</summary>
    /// <param name="words">The command line.</param>
    /// <returns>The analysis and what stands behind its name; null for none.</returns>
    public static (CatalogueEntry Entry, string[] Options)? Find(string[] words)
    {
        var named =
            from entry in Catalogue.All
            from name in new[] { entry.Info.Command, entry.Info.Alias }
            where name is not null
            let parts = name.Split(' ')
            where words.AsSpan().StartsWith(parts)
            orderby parts.Length descending
            select ((CatalogueEntry, string[])?)(entry, words[parts.Length..]);
        return named.FirstOrDefault();
    }

    /// <summary>The folder into which an analysis of one checkpoint is written.</summary>
    /// <param name="entry">The analysis.</param>
    /// <param name="run">The run.</param>
    /// <param name="options">The command's options without run and checkpoint.</param>
    /// <param name="step">The checkpoint.</param>
    public static string FolderName(CatalogueEntry entry, Run run, string[] options, int step)
    {
        var verb = new AnalysisVerb(entry);
        ParseResult request = new RootCommand { verb.Command }.Parse(
            [verb.Command.Name, .. options, "--run", run.Results, "--checkpoint", Tables.Invariant($"{step}")]);
        WrongRequest.ThrowIfAny(request);
        return entry.Info.FolderName(verb.QuestionOf(run, request));
    }
}
