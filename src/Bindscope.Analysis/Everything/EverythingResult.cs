using System.Collections.Immutable;

namespace Bindscope.Analysis.Everything;

/// <summary>What all analyses of a run cost: plain data, as <c>analyses/all/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint that was analysed where an analysis takes one: the last.</param>
/// <param name="Workers">Threads.</param>
/// <param name="Seconds">Wall-clock time of all together.</param>
/// <param name="PeakBytes">The largest resident memory of the process.</param>
/// <param name="Analyses">In the order in which they were done.</param>
public sealed record EverythingResult(
    int Format, int Checkpoint, int Workers, double Seconds, long PeakBytes, ImmutableArray<AnalysisCost> Analyses)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What became of one analysis.</summary>
public enum AnalysisOutcome
{
    /// <summary>It was computed and written.</summary>
    Computed,

    /// <summary>It was there already, for the same question and the newest checkpoint.</summary>
    Fresh,

    /// <summary>It was there already, computed with other settings than this plan's, and was left as it is.</summary>
    Kept,

    /// <summary>This run does not allow it; the note says why.</summary>
    NotPossible,
}

/// <summary>One analysis of a run, and what it cost.</summary>
/// <param name="Name">The command, such as <c>analyze lens</c>.</param>
/// <param name="Folder">Its folder under <c>analyses/</c>.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Seconds">Wall-clock time; 0 where it was fresh.</param>
/// <param name="PeakBytes">
/// The largest resident memory of the process while it ran; 0 where it was fresh, or where the machine does not tell.
/// </param>
/// <param name="Note">Why it was not possible; null otherwise.</param>
public sealed record AnalysisCost(string Name, string Folder, AnalysisOutcome Outcome, double Seconds, long PeakBytes, string? Note);
