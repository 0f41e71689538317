using Bindscope.Analysis.Results;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Everything;

/// <summary>An analysis with its question: whether it is answered already, and how it is answered.</summary>
/// <param name="Name">The command.</param>
/// <param name="Folder">Its folder under <c>analyses/</c>.</param>
/// <param name="IsFresh">Whether the answer is there, for this question and the newest checkpoint.</param>
/// <param name="IsThere">Whether an answer is there, with whatever settings, that this build can read and that covers the newest checkpoint.</param>
/// <param name="Answer">Computes and writes it.</param>
internal sealed record PlannedAnalysis(string Name, string Folder, Func<bool> IsFresh, Func<bool> IsThere, Action<Work> Answer)
{
    /// <summary>A plan from the parts that every analysis has.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The command.</param>
    /// <param name="folder">Its folder under <c>analyses/</c>.</param>
    /// <param name="spec">The question.</param>
    /// <param name="format">The version of the answer's record.</param>
    /// <param name="newest">The newest checkpoint where the analysis goes over all of them; null where its question names one.</param>
    /// <param name="analyse">Computes the answer.</param>
    internal static PlannedAnalysis Of<TSpec, TResult>(
        Run run, string name, string folder, TSpec spec, int format, int? newest, Func<Run, TSpec, Work, TResult> analyse)
    {
        var there = new AnalysisFolder(run, folder);
        return new PlannedAnalysis(
            name,
            folder,
            () => there.Answers(spec, format, newest),
            () => there.IsCurrent(format, newest),
            work => there.Write(spec, analyse(run, spec, work)));
    }
}
