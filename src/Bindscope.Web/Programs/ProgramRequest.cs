namespace Bindscope.Web.Programs;

/// <summary>A program to describe.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Source">A counterfactual's text; null to have one drawn.</param>
internal sealed record ProgramRequest(string Text, string? Source = null);
