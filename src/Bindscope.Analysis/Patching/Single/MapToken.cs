namespace Bindscope.Analysis.Patching.Single;

/// <summary>A token of the base program.</summary>
/// <param name="Position">0-based.</param>
/// <param name="Text">The character; a newline as it is.</param>
/// <param name="Line">Its line, 1-based; the query's is the number of lines + 1.</param>
/// <param name="Role">What it is on the digit's way, such as <c>rhs:1</c>; null for all other tokens.</param>
public sealed record MapToken(int Position, char Text, int Line, string? Role);
