namespace Bindscope.Report.Charts;

/// <summary>A cell of a heat map.</summary>
/// <param name="Value">-1 to 1: how strong its colour is, and which; null where nothing was measured.</param>
/// <param name="Text">What stands in it; empty for nothing.</param>
/// <param name="Hint">The number in full.</param>
internal readonly record struct HeatCell(double? Value, string Text, string Hint);
