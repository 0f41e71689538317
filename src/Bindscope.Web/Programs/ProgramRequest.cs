namespace Bindscope.Web.Programs;

/// <summary>A program to describe.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Source">A counterfactual's text; null to have one drawn.</param>
internal sealed record ProgramRequest(string Text, string? Source = null);

/// <summary>A program of a run's test set, drawn by chance.</summary>
/// <param name="Run">The run.</param>
/// <param name="Hops">Of this referential depth; null for any.</param>
/// <param name="AnswerLine">With the root on this line, 1-based; null for any.</param>
/// <param name="Seed">Draws it; null for the first of a fixed order.</param>
internal sealed record RandomProgramRequest(string Run, int? Hops = null, int? AnswerLine = null, ulong? Seed = null);
