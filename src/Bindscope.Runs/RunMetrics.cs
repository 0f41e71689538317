using System.Collections.Immutable;

namespace Bindscope.Runs;

/// <summary>What a run's <c>metrics.jsonl</c> holds.</summary>
/// <param name="Evaluations">Every whole line, with strictly rising steps.</param>
/// <param name="TornLine">
/// The 1-based number of a last line that was cut short, because the process or the machine died while it was written; null when there
/// is none. It is not among <paramref name="Evaluations"/>; <see cref="MetricsFile.TruncateAfter"/> removes it.
/// </param>
public sealed record RunMetrics(ImmutableArray<Evaluation> Evaluations, int? TornLine);
