namespace Bindscope.Analysis.Results;

/// <summary>How an analysis is run; nothing here changes its result beyond rounding.</summary>
/// <param name="Workers">Threads, 1 or more.</param>
/// <param name="Progress">Told as work is done; null for nobody.</param>
/// <param name="Cancellation">Stops between pieces of work.</param>
public sealed record Work(int Workers = 1, IProgress<AnalysisProgress>? Progress = null, CancellationToken Cancellation = default);
