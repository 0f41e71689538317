namespace Bindscope.Web.Programs;

/// <summary>A line of a program.</summary>
/// <param name="Name">The variable that it binds.</param>
/// <param name="Right">A digit or a variable.</param>
/// <param name="Value">What the variable holds once the line has run.</param>
/// <param name="Depth">Assignments from this line to its root; 1 where it holds a digit.</param>
/// <param name="RootLine">The line that holds the digit, 1-based.</param>
/// <param name="References">The line by which the right-hand side was bound, 1-based; null for a digit.</param>
internal sealed record ProgramLine(char Name, char Right, int Value, int Depth, int RootLine, int? References);
