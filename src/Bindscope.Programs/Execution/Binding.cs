namespace Bindscope.Programs.Execution;

/// <summary>A variable that is bound at the end of a program.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Line">The last line that binds it, 1-based.</param>
/// <param name="State">What it holds.</param>
public readonly record struct Binding(char Name, int Line, LineState State);
