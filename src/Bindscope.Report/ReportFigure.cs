namespace Bindscope.Report;

/// <summary>A figure in report.json.</summary>
/// <param name="Id">Its anchor in the page.</param>
/// <param name="Label">What the paper calls it.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="File">Its SVG, relative to the report; null for tables and for what is missing.</param>
/// <param name="Missing">Why there is nothing; empty where there is something.</param>
/// <param name="Command">Computes it.</param>
public sealed record ReportFigure(string Id, string Label, string Caption, string? File, string Missing, string Command);
