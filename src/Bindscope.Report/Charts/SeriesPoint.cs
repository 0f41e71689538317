namespace Bindscope.Report.Charts;

/// <summary>A point of a curve, with the ends of its interval where it has one.</summary>
internal readonly record struct SeriesPoint(double X, double Y, double? Low = null, double? High = null);
