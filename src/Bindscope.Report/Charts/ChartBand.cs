namespace Bindscope.Report.Charts;

/// <summary>A named stretch of a chart's horizontal axis, such as a phase.</summary>
internal sealed record ChartBand(double From, double To, string Name);
