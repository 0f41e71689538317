namespace Bindscope.Web.Programs;

/// <summary>A program and its answer.</summary>
/// <param name="Text">The program's text.</param>
/// <param name="Answer">The right digit.</param>
internal sealed record ProgramAnswer(string Text, int Answer);
