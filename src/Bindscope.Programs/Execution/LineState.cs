namespace Bindscope.Programs.Execution;

/// <summary>What a line's variable holds once the line has run.</summary>
/// <param name="Value">The value, 0-9.</param>
/// <param name="Depth">The referential depth: the number of assignments from this line to its root; 1 where the line holds a digit.</param>
/// <param name="RootLine">The line that holds the digit, 1-based.</param>
public readonly record struct LineState(int Value, int Depth, int RootLine);
