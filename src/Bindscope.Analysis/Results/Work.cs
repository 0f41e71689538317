using Bindscope.Interventions.Sweeps;

namespace Bindscope.Analysis.Results;

/// <summary>How an analysis is run; nothing here changes its result beyond rounding.</summary>
/// <param name="Workers">Threads, 1 or more.</param>
/// <param name="Progress">Told as work is done; null for nobody.</param>
/// <param name="Cancellation">Stops between pieces of work.</param>
public sealed record Work(int Workers = 1, IProgress<AnalysisProgress>? Progress = null, CancellationToken Cancellation = default);

/// <summary>How far an analysis is.</summary>
/// <param name="Stage">What it is doing, in a few words.</param>
/// <param name="Done">Units of work that are done, over all stages.</param>
/// <param name="Total">All units of work.</param>
public readonly record struct AnalysisProgress(string Stage, long Done, long Total);

/// <summary>
/// Passes a sweep's progress on as that of the analysis of which it is a part. Called on whatever thread the sweep is on.
/// </summary>
internal sealed class SweepRelay(IProgress<AnalysisProgress> progress, string stage, long before, long total) : IProgress<SweepProgress>
{
    public void Report(SweepProgress value) => progress.Report(new AnalysisProgress(stage, before + value.Done, total));
}
