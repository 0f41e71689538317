namespace Bindscope.Programs.Language;

/// <summary>One thing that is wrong with a program.</summary>
/// <param name="Line">The line, 1-based.</param>
/// <param name="Column">The column, 1-based.</param>
/// <param name="Message">What is wrong, as a sentence without its full stop.</param>
public readonly record struct ProgramProblem(int Line, int Column, string Message)
{
    /// <summary>The problem as one line for people.</summary>
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}
