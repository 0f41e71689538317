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
