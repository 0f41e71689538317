using System.Collections.Immutable;

namespace Bindscope.Report.Charts;

/// <summary>A curve.</summary>
/// <param name="Label">What stands at its end; empty for nothing.</param>
/// <param name="Style">Its class.</param>
/// <param name="Points">By x, ascending.</param>
internal sealed record Series(string Label, string Style, ImmutableArray<SeriesPoint> Points);
