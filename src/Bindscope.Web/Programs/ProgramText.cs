namespace Bindscope.Web.Programs;

/// <summary>A program and its counterfactual.</summary>
/// <param name="Text">The program's text.</param>
/// <param name="Source">The counterfactual's text.</param>
internal sealed record ProgramText(string Text, string Source);
